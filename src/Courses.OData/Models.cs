using System.Collections.Concurrent;
using System.Text;
using System.Xml;
using Microsoft.AspNetCore.Http;
using Microsoft.OData.Edm;
using Microsoft.OData.Edm.Csdl;
using Microsoft.OData.Edm.Validation;
using Microsoft.OData.ModelBuilder;

namespace Courses.OData;

/// <summary>A set with the columns that the caller may see, its entity type, and the ways from it to other sets.</summary>
internal sealed record VisibleSet(EntitySet Set, IReadOnlyList<Column> Columns, EdmEntityType Type, EdmEntitySet Edm)
{
    public Dictionary<string, Navigation> Navigations { get; } = new(StringComparer.Ordinal);

    public Column Column(string name) => Columns.First(column => column.Name == name);
}

/// <summary>The way from a row to those of <paramref name="Target"/> whose <paramref name="There"/> is its <paramref name="Here"/>: to one row, or to <paramref name="Many"/>.</summary>
internal sealed record Navigation(string Name, bool Many, VisibleSet Target, Column Here, Column There);

/// <summary>The service as one kind of caller sees it: what is hidden is not in the model, so the parser answers for it as for any unknown name.</summary>
internal sealed record VisibleModel(EdmModel Edm, IReadOnlyDictionary<string, VisibleSet> Sets, byte[] Csdl)
{
    public VisibleSet SetOf(IEdmType type) => Sets.Values.First(set => set.Type == type);
}

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

        return models.GetOrAdd(signature.ToString(), _ => Build(service, sets));
    }

    private static VisibleModel Build(ODataService service, (EntitySet Set, IReadOnlyList<Column> Columns)[] sets)
    {
        var model = new EdmModel();
        var container = new EdmEntityContainer(service.NamespaceName, "Container");
        model.AddElement(container);
        var visible = new Dictionary<string, VisibleSet>(StringComparer.Ordinal);
        foreach (var (set, columns) in sets)
        {
            var type = new EdmEntityType(service.NamespaceName, set.RowType.Name);
            foreach (var column in columns)
            {
                var property = type.AddStructuralProperty(column.Name, column.EdmType());
                if (set.Key.Contains(column))
                {
                    type.AddKeys(property);
                }
            }

            model.AddElement(type);
            model.SetAnnotationValue(type, new ClrTypeAnnotation(set.RowType));
            visible[set.Name] = new(set, columns, type, container.AddEntitySet(set.Name, type));
        }

        foreach (var link in service.Links)
        {
            Add(link, visible.Values);
        }

        Capabilities.Annotate(model, container, visible.Values, service.Limits);
        return new(model, visible, Write(model));
    }

    /// <summary>A link is there when both its ends are.</summary>
    private static void Add(Link link, ICollection<VisibleSet> sets)
    {
        var from = sets.FirstOrDefault(set => set.Set.RowType == link.From);
        var to = sets.FirstOrDefault(set => set.Set.RowType == link.To);
        if (from?.Columns.FirstOrDefault(column => column.Name == link.ForeignKey) is not { } foreignKey || to is null)
        {
            return;
        }

        var key = to.Column(link.Key);
        var one = from.Type.AddBidirectionalNavigation(
            new EdmNavigationPropertyInfo
            {
                Name = link.Name,
                Target = to.Type,
                TargetMultiplicity = EdmMultiplicity.ZeroOrOne,
                DependentProperties = [(IEdmStructuralProperty)from.Type.FindProperty(link.ForeignKey)],
                PrincipalProperties = [(IEdmStructuralProperty)to.Type.FindProperty(link.Key)],
            },
            new EdmNavigationPropertyInfo { Name = link.Back, Target = from.Type, TargetMultiplicity = EdmMultiplicity.Many });
        from.Edm.AddNavigationTarget(one, to.Edm);
        to.Edm.AddNavigationTarget(one.Partner, from.Edm);
        from.Navigations.Add(link.Name, new(link.Name, false, to, foreignKey, key));
        to.Navigations.Add(link.Back, new(link.Back, true, from, key, foreignKey));
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
