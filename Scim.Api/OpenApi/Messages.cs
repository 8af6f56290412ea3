using System.Text.Json;
using Microsoft.OpenApi;
using Scim.Api.Protocol;
using Scim.Resources;
using Scim.Resources.Patching;

namespace Scim.Api.OpenApi;

/// <summary>The messages of RFC 7644 as JSON Schema.</summary>
internal static class Messages
{
    private const string Urn = "urn:ietf:params:scim:api:messages:2.0:";

    public static OpenApiSchema Of(Component component) => component.Name switch
    {
        nameof(Component.Error) => Error(),
        nameof(Component.PatchOp) => PatchOp(),
        nameof(Component.SearchRequest) => SearchRequest(),
        nameof(Component.BulkRequest) => BulkRequest(),
        _ => throw new NotSupportedException($"{component.Name} has no schema."),
    };

    /// <summary>A page. Of pages by cursor only the first counts the whole.</summary>
    public static OpenApiSchema List(IOpenApiSchema resource) => SchemaForms.Object(
        "A page of a list.",
        [
            SchemaForms.Schemas(ScimList.SchemaId),
            (Offer.Cursors ? "totalResults" : "totalResults!", SchemaForms.Whole("Resources that were found, on all pages.")),
            (Offer.Cursors ? "startIndex" : "startIndex!", SchemaForms.Whole("The place of the page's first resource, counted from 1.")),
            (Offer.Cursors ? "itemsPerPage" : "itemsPerPage!", SchemaForms.Whole("Resources on this page.")),
            .. Offer.Cursors ? Cursors() : [],
            ("Resources!", SchemaForms.ListOf(resource)),
        ]);

    /// <summary>A list that is never paged.</summary>
    public static OpenApiSchema WholeList(IOpenApiSchema resource) => SchemaForms.Object(
        "A whole list.",
        SchemaForms.Schemas(ScimList.SchemaId), ("totalResults!", SchemaForms.Whole()), ("startIndex!", SchemaForms.Whole()),
        ("itemsPerPage!", SchemaForms.Whole()), ("Resources!", SchemaForms.ListOf(resource)));

    public static OpenApiSchema BulkResponse(IOpenApiSchema error) => SchemaForms.Object(
        "How each operation ended.",
        SchemaForms.Schemas(Urn + "BulkResponse"),
        ("Operations!", SchemaForms.ListOf(SchemaForms.Object(
            null,
            ("method!", SchemaForms.OneOf(BulkMethods)), ("bulkId", SchemaForms.Text()), ("version", SchemaForms.Text("The version of the resource there is now.")),
            ("location", SchemaForms.Text("The resource's address.", format: "uri")), ("status!", Status()), ("response", error)))));

    private static (string Name, IOpenApiSchema Schema)[] Cursors() =>
    [
        ("nextCursor", SchemaForms.Text("Send it as cursor to get the next page; the last page has none.")),
        ("previousCursor", SchemaForms.Text("Send it as cursor to get the page before.")),
    ];

    private static string[] BulkMethods => ["POST", "PUT", "PATCH", "DELETE"];

    private static OpenApiSchema Error() => SchemaForms.Object(
        "Why the request was refused.",
        SchemaForms.Schemas(ScimError.SchemaId), ("status!", Status()),
        ("scimType", SchemaForms.OneOf([.. Enum.GetNames<ScimErrorType>().Select(JsonNamingPolicy.CamelCase.ConvertName), "uniqueness"], "The kind of the error, where the RFC names it.")),
        ("detail!", SchemaForms.Text("What to do.")));

    private static OpenApiSchema PatchOp() => SchemaForms.Object(
        "Operations that are applied in order, all or none.",
        SchemaForms.Schemas(PatchRequest.SchemaId),
        ("Operations!", SchemaForms.ListOf(SchemaForms.Object(
            null,
            ("op!", SchemaForms.OneOf(["add", "replace", "remove"], "Capitals are taken as well.")),
            ("path", SchemaForms.Text("The attribute, as in name.familyName, or elements of it, as in emails[type eq \"work\"].value. Without it the value is an object of attributes.")),
            ("value", new OpenApiSchema { Description = "Needed by add and replace." })))));

    private static OpenApiSchema SearchRequest() => SchemaForms.Object(
        "What to look for, and what to show of it.",
        [SchemaForms.Schemas(Urn + "SearchRequest"), .. Parameters.OfLists.Select(x => (x, Parameters.SchemaOf(x)))]);

    private static OpenApiSchema BulkRequest() => SchemaForms.Object(
        "Operations that are carried out in order.",
        SchemaForms.Schemas(Urn + "BulkRequest"),
        ("failOnErrors", SchemaForms.Whole("Errors after which the rest is left undone. Without it, everything is tried.")),
        ("Operations!", SchemaForms.ListOf(SchemaForms.Object(
            null,
            ("method!", SchemaForms.OneOf(BulkMethods)), ("bulkId", SchemaForms.Text("A name of the client's, needed with POST; others refer to it as bulkId:NAME.")),
            ("version", SchemaForms.Text("The version that the resource must have.")), ("path!", SchemaForms.Text("Below the base, as in /Users or /Users/ID.")),
            ("data", new OpenApiSchema { Type = JsonSchemaType.Object, Description = "The body, as it would be sent alone." })))));

    private static OpenApiSchema Status() => SchemaForms.Text("The HTTP status.", pattern: "^[1-5][0-9][0-9]$");
}
