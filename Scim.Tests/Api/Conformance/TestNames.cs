using System.Reflection;
using NUnit.Framework.Interfaces;
using Scim.Tests.Api.Conversations;

namespace Scim.Tests.Api.Conformance;

/// <summary>Names of tests as documents have them.</summary>
internal static class TestNames
{
    private static readonly ILookup<string, Type> Classes = typeof(TestNames).Assembly.GetTypes().ToLookup(x => x.Name);

    /// <summary>What stands in backquotes.</summary>
    public static IEnumerable<string> In(string cell) => cell.Split('`').Where((_, i) => i % 2 == 1);

    /// <summary>Whether there is such a test, as in <c>HttpTests.A_body_may_be</c> or <c>ConversationTests: Entra/some-file</c>.</summary>
    public static bool Exists(string test) =>
        test.Split(": ") is [nameof(ConversationTests), var file]
            ? File.Exists(Path.Combine(AppContext.BaseDirectory, "Api", "Conversations", $"{file}.txt"))
            : test.Split('.') is [var name, var method] && Classes[name].Any(x => IsTest(x.GetMethod(method)));

    private static bool IsTest(MethodInfo? method) =>
        method?.GetCustomAttributes().Any(x => x is ITestBuilder or ISimpleTestBuilder) == true;
}
