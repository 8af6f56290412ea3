using System.Text.Json.Nodes;

namespace Scim.Api.Logging;

/// <summary>The body of the request, once it was read, for whoever has to tell later what the request was about.</summary>
internal sealed record RequestBody(JsonObject Content);
