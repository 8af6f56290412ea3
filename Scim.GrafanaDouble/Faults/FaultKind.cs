namespace Scim.Doubles.Faults;

public enum FaultKind
{
    /// <summary>Waits, then goes on.</summary>
    Delay,

    /// <summary>Answers a status, and does nothing.</summary>
    Answer,

    /// <summary>Cuts the connection, and does nothing.</summary>
    CutBefore,

    /// <summary>Does the work, and cuts the connection instead of answering.</summary>
    CutAfter,

    /// <summary>Does the work, and answers 500.</summary>
    Fail500After,
}
