using Microsoft.OData.Edm;
using Microsoft.OData.Edm.Csdl;
using Microsoft.OData.Edm.Vocabularies;

namespace Courses.OData;

/// <summary>Says in <c>$metadata</c> what the service does and what it does not, so that clients try what works.</summary>
internal static class Capabilities
{
    public static readonly string[] Functions =
    [
        "contains", "startswith", "endswith", "length", "indexof", "substring", "tolower", "toupper", "trim", "concat",
        "year", "month", "day", "hour", "minute", "second", "date", "time", "totaloffsetminutes", "now", "mindatetime", "maxdatetime",
        "round", "floor", "ceiling", "cast",
    ];

    private const string Vocabulary = "Org.OData.Capabilities.V1.";
    private const string Aggregation = "Org.OData.Aggregation.V1";

    /// <summary>The library brings the vocabulary of capabilities along, but not that of aggregation.</summary>
    private static readonly EdmTerm ApplySupported = new(Aggregation, "ApplySupported", new EdmComplexTypeReference(new EdmComplexType(Aggregation, "ApplySupportedType"), true));

    public static void Annotate(EdmModel model, EdmEntityContainer container, IReadOnlyCollection<VisibleSet> sets, ODataLimits limits)
    {
        model.SetEdmReferences([Reference("Capabilities", "Org.OData.Capabilities.V1"), Reference("Aggregation", Aggregation)]);
        var annotate = (IEdmVocabularyAnnotatable target, string term, IEdmExpression value) =>
            Say(model, target, model.FindTerm(Vocabulary + term) ?? throw new InvalidOperationException($"The vocabulary knows no {term}."), value);
        annotate(container, "ConformanceLevel", new EdmEnumMemberExpression([.. ((IEdmEnumType)model.FindType(Vocabulary + "ConformanceLevelType")).Members.Where(level => level.Name == "Intermediate")]));
        annotate(container, "SupportedFormats", Texts("application/json", "text/csv", XlsxFile.ContentType));
        annotate(container, "BatchSupported", new EdmBooleanConstant(true));
        annotate(container, "AsynchronousRequestsSupported", new EdmBooleanConstant(false));
        annotate(container, "FilterFunctions", Texts(Functions));
        Say(model, container, ApplySupported, Record(("Transformations", Texts("aggregate", "groupby", "filter", "compute"))));
        foreach (var set in sets)
        {
            annotate(set.Edm, "TopSupported", new EdmBooleanConstant(true));
            annotate(set.Edm, "SkipSupported", new EdmBooleanConstant(true));
            annotate(set.Edm, "CountRestrictions", Record(("Countable", new EdmBooleanConstant(true))));
            annotate(set.Edm, "SearchRestrictions", Record(("Searchable", new EdmBooleanConstant(set.Columns.Any(column => column.ValueType == typeof(string))))));
            annotate(set.Edm, "ExpandRestrictions", Record(
                ("Expandable", new EdmBooleanConstant(set.Navigations.Count > 0)), ("MaxLevels", new EdmIntegerConstant(limits.MaxExpandDepth))));
            annotate(set.Edm, "InsertRestrictions", Record(("Insertable", new EdmBooleanConstant(false))));
            annotate(set.Edm, "UpdateRestrictions", Record(("Updatable", new EdmBooleanConstant(false))));
            annotate(set.Edm, "DeleteRestrictions", Record(("Deletable", new EdmBooleanConstant(false))));
        }
    }

    private static EdmReference Reference(string alias, string name)
    {
        var reference = new EdmReference(new Uri($"https://docs.oasis-open.org/odata/odata/v4.0/os/vocabularies/{name}.xml"));
        reference.AddInclude(new EdmInclude(alias, name));
        return reference;
    }

    private static EdmCollectionExpression Texts(params IEnumerable<string> texts) => new(texts.Select(text => new EdmStringConstant(text)));

    private static EdmRecordExpression Record(params IEnumerable<(string Name, IEdmExpression Value)> properties) =>
        new(properties.Select(property => new EdmPropertyConstructor(property.Name, property.Value)));

    private static void Say(EdmModel model, IEdmVocabularyAnnotatable target, IEdmTerm term, IEdmExpression value)
    {
        var annotation = new EdmVocabularyAnnotation(target, term, value);
        annotation.SetSerializationLocation(model, EdmVocabularyAnnotationSerializationLocation.Inline);
        model.AddVocabularyAnnotation(annotation);
    }
}
