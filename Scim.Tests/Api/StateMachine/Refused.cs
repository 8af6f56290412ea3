namespace Scim.Tests.Api.StateMachine;

/// <summary>The model takes a request for an error of the client's.</summary>
internal sealed class Refused(string scimType) : Exception(scimType)
{
    public string ScimType => Message;
}
