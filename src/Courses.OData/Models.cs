using System.Collections.Concurrent;
using System.Text;
using System.Xml;
using Microsoft.AspNetCore.Http;
using Microsoft.OData.Edm;
using Microsoft.OData.Edm.Csdl;
using Microsoft.OData.Edm.Validation;
using Microsoft.OData.Edm.Vocabularies;

namespace Courses.OData;

/// <summary>A set with the columns that the caller may see, and its entity type.</summary>
internal sealed record VisibleSet(EntitySet Set, IReadOnlyList<Column> Columns, EdmEntityType Type, EdmEntitySet Edm);

/// <summary>The service as one kind of caller sees it: what is hidden is not in the model, so the parser answers for it as for any unknown name.</summary>
internal sealed record VisibleModel(EdmModel Edm, IReadOnlyDictionary<string, VisibleSet> Sets, byte[] Csdl);

/// <summary>Models by what they show: callers of the same rights share one.</summary>
internal sealed class ModelCache
{
    private readonly ConcurrentDictionary<string, VisibleModel> models = new(StringComparer.Ordinal);

    public VisibleModel For(ODataService service, HttpContext http)
    {
        var sets = service.Sets.Where(set => set.IsVisibleTo(http)).Select(set => (set, columns: set.ColumnsFor(http))).ToArray();
        var signature = new StringBuilder();
        foreach (var (set, columns) in sets)
        {
            signature.Append(set.Name).Append('(').AppendJoin(',', columns.Select(column => column.Name)).Append(')');
        }

        return models.GetOrAdd(signature.ToString(), _ => Build(service.NamespaceName, sets));
    }

    private static VisibleModel Build(string namespaceName, (EntitySet Set, IReadOnlyList<Column> Columns)[] sets)
    {
        var model = new EdmModel();
        var container = new EdmEntityContainer(namespaceName, "Container");
        model.AddElement(container);
        var visible = new Dictionary<string, VisibleSet>(StringComparer.Ordinal);
        foreach (var (set, columns) in sets)
        {
            var type = new EdmEntityType(namespaceName, set.RowType.Name);
            foreach (var column in columns)
            {
                var property = type.AddStructuralProperty(column.Name, column.EdmType());
                if (set.Key.Contains(column))
                {
                    type.AddKeys(property);
                }
            }

            model.AddElement(type);
            visible[set.Name] = new(set, columns, type, container.AddEntitySet(set.Name, type));
        }

        Capabilities.Annotate(model, container, visible.Values);
        return new(model, visible, Write(model));
    }

    private static byte[] Write(EdmModel model)
    {
        using var stream = new MemoryStream();
        using (var xml = XmlWriter.Create(stream, new() { Encoding = new UTF8Encoding(false), Indent = true }))
        {
            if (!CsdlWriter.TryWriteCsdl(model, xml, CsdlTarget.OData, out IEnumerable<EdmError> errors))
            {
                throw new InvalidOperationException(string.Join("; ", errors));
            }
        }

        return stream.ToArray();
    }
}

/// <summary>Says in <c>$metadata</c> what the service does not do, so that clients do not try.</summary>
internal static class Capabilities
{
    public static readonly string[] Functions =
    [
        "contains", "startswith", "endswith", "length", "indexof", "substring", "tolower", "toupper", "trim", "concat",
        "year", "month", "day", "hour", "minute", "second", "date", "time", "now", "mindatetime", "maxdatetime",
        "round", "floor", "ceiling", "cast",
    ];

    private const string Prefix = "Org.OData.Capabilities.V1.";

    public static void Annotate(EdmModel model, EdmEntityContainer container, IEnumerable<VisibleSet> sets)
    {
        var reference = new EdmReference(new Uri("https://docs.oasis-open.org/odata/odata/v4.0/os/vocabularies/Org.OData.Capabilities.V1.xml"));
        reference.AddInclude(new EdmInclude("Capabilities", "Org.OData.Capabilities.V1"));
        model.SetEdmReferences([reference]);

        Say(model, container, "SupportedFormats", new EdmCollectionExpression(new EdmStringConstant("application/json"), new EdmStringConstant("text/csv")));
        Say(model, container, "BatchSupported", new EdmBooleanConstant(false));
        Say(model, container, "AsynchronousRequestsSupported", new EdmBooleanConstant(false));
        Say(model, container, "FilterFunctions", new EdmCollectionExpression(Functions.Select(function => new EdmStringConstant(function))));
        foreach (var set in sets)
        {
            Say(model, set.Edm, "TopSupported", new EdmBooleanConstant(true));
            Say(model, set.Edm, "SkipSupported", new EdmBooleanConstant(true));
            Say(model, set.Edm, "SearchRestrictions", Record("Searchable"));
            Say(model, set.Edm, "ExpandRestrictions", Record("Expandable"));
            Say(model, set.Edm, "InsertRestrictions", Record("Insertable"));
            Say(model, set.Edm, "UpdateRestrictions", Record("Updatable"));
            Say(model, set.Edm, "DeleteRestrictions", Record("Deletable"));
        }
    }

    private static EdmRecordExpression Record(string property) => new(new EdmPropertyConstructor(property, new EdmBooleanConstant(false)));

    private static void Say(EdmModel model, IEdmVocabularyAnnotatable target, string term, IEdmExpression value)
    {
        var annotation = new EdmVocabularyAnnotation(target, model.FindTerm(Prefix + term), value);
        annotation.SetSerializationLocation(model, EdmVocabularyAnnotationSerializationLocation.Inline);
        model.AddVocabularyAnnotation(annotation);
    }
}
