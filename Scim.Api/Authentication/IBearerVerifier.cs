namespace Scim.Api.Authentication;

/// <summary>Tells whom one kind of bearer token speaks for.</summary>
public interface IBearerVerifier
{
    /// <summary>Whether the text has the form of such a token. The first verifier that says so decides.</summary>
    public bool Recognises(PresentedSecret token);

    public ValueTask<Verdict> VerifyAsync(PresentedSecret token, CancellationToken cancellationToken);
}
