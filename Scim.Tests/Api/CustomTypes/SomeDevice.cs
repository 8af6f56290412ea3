namespace Scim.Tests.Api.CustomTypes;

/// <summary>Bodies of requests for types of files. The further members are the inside of a JSON object.</summary>
internal static class SomeDevice
{
    public const string Schema = "urn:ietf:params:scim:schemas:core:2.0:Device";
    public const string Ble = "urn:ietf:params:scim:schemas:extension:ble:2.0:Device";
    public const string PassKey = "urn:ietf:params:scim:schemas:extension:pairingPassKey:2.0:Device";
    public const string Dpp = "urn:ietf:params:scim:schemas:extension:dpp:2.0:Device";
    public const string Apps = "urn:ietf:params:scim:schemas:extension:endpointAppsExt:2.0:Device";

    public static string Body(string? further = null) =>
        $$"""{"schemas": ["{{Schema}}"], "active": true{{(further is null ? "" : ", " + further)}}}""";

    /// <summary>A heart monitor with two secrets, which are <c>irk-secret</c> and <c>123456</c>.</summary>
    public static string HeartMonitor(string displayName) => Body($$"""
        "displayName": "{{displayName}}", "mudUrl": "https://vendor.example.com/mud/heart",
        "{{Ble}}": {"versionSupport": ["5.3", "5.4"], "deviceMacAddress": "2C:54:91:88:C9:E2", "isRandom": false, "irk": "irk-secret",
                    "pairingMethods": ["{{PassKey}}"]},
        "{{PassKey}}": {"key": 123456}
        """);

    public static string App(string name = "Ward", string type = "telemetry", string? further = null) => $$"""
        {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:EndpointApp"], "applicationName": "{{name}}", "applicationType": "{{type}}"{{(further is null ? "" : ", " + further)}}}
        """;
}
