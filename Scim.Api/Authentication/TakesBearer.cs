namespace Scim.Api.Authentication;

/// <summary>The endpoint of the console that looks at bearer tokens; at its others, none is looked up or counted.</summary>
public sealed class TakesBearer;
