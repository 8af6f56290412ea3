namespace Scim.Api.Selftest;

/// <summary>An answer is not what the step expects.</summary>
internal sealed class StepFailedException(string found, Exchange exchange) : Exception(found)
{
    public Exchange Exchange => exchange;
}

/// <summary>What the step needs could not be made, so that it says nothing about what it is for.</summary>
internal sealed class UnpreparedException(string message, Exchange exchange) : Exception(message)
{
    public Exchange Exchange => exchange;
}

/// <summary>No step can be run; the message says why in one sentence.</summary>
internal sealed class NotRunException(string message) : Exception(message);
