using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Scim.Api.Hosting;
using Scim.Tests.PrivatePostgres;

namespace Scim.Tests.Grafana.Settings;

public class SecretFilesTests
{
    [TestCase("ConnectionStrings:Scim")]
    [TestCase("Scim:BootstrapToken")]
    [TestCase("Grafana:AdminUser")]
    [TestCase("Grafana:AdminPassword")]
    [TestCase("Grafana:ServiceAccountToken")]
    [TestCase("Grafana:Tenants:acme:ServiceAccountToken")]
    [TestCase("GRAFANA:ADMINPASSWORD")]
    public void A_secret_is_the_trimmed_content_of_its_file(string secret)
    {
        using var folder = new TemporaryFolder();
        var configuration = Configuration(($"{secret}:File", folder.Write("secret", " s e=c;r\u00E9t \r\n\n")));
        SecretFiles.Read(configuration);

        Assert.That(configuration[secret], Is.EqualTo("s e=c;r\u00E9t"));
    }

    [Test]
    public void A_secret_that_is_set_empty_is_read_from_its_file()
    {
        using var folder = new TemporaryFolder();
        var configuration = Configuration(("Grafana:AdminPassword", ""), ("Grafana:AdminPassword:File", folder.Write("secret", "secret")));
        SecretFiles.Read(configuration);

        Assert.That(configuration["Grafana:AdminPassword"], Is.EqualTo("secret"));
    }

    [Test]
    public void A_secret_is_not_set_twice()
    {
        using var folder = new TemporaryFolder();
        var configuration = Configuration(("Grafana:Tenants:acme:ServiceAccountToken", "glsa_1"), ("Grafana:Tenants:acme:ServiceAccountToken:File", folder.Write("secret", "glsa_2")));

        Assert.That(Failures(configuration), Is.EqualTo((string[])["Grafana__Tenants__acme__ServiceAccountToken and Grafana__Tenants__acme__ServiceAccountToken__File are both set; leave one out."]));
        Assert.That(configuration["Grafana:Tenants:acme:ServiceAccountToken"], Is.EqualTo("glsa_1"));
    }

    [Test]
    public void All_files_that_cannot_be_read_are_named()
    {
        using var folder = new TemporaryFolder();
        var failures = Failures(Configuration(("Grafana:AdminPassword:File", folder["missing"]), ("Scim:BootstrapToken:File", folder.Path), ("Grafana:AdminUser:File", folder.Write("user", "admin"))));

        Assert.That(failures.Order(StringComparer.Ordinal), Is.EqualTo((string[])
        [
            $"Grafana__AdminPassword__File is \"{folder["missing"]}\", which cannot be read: Could not find file '{folder["missing"]}'.",
            $"Scim__BootstrapToken__File is \"{folder.Path}\", which cannot be read: Access to the path '{folder.Path}' is denied.",
        ]));
    }

    [TestCase("Grafana:Url:File")]
    [TestCase("Grafana:AdminPassword:FileName")]
    [TestCase("Grafana:AdminPassword:File:Name")]
    [TestCase("Other:Grafana:AdminPassword:File")]
    [TestCase("Grafana:Tenants:ServiceAccountToken:File")]
    [TestCase("Logging:File")]
    [TestCase("File")]
    public void Other_settings_that_are_called_File_stay_as_they_are(string key)
    {
        var configuration = Configuration((key, "/does/not/exist"));
        SecretFiles.Read(configuration);

        Assert.That(configuration.AsEnumerable().Where(x => x.Value is not null), Is.EqualTo((KeyValuePair<string, string?>[])[new(key, "/does/not/exist")]));
    }

    private static ConfigurationManager Configuration(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationManager();
        configuration.AddInMemoryCollection(settings.Select(x => KeyValuePair.Create(x.Key, (string?)x.Value)));
        return configuration;
    }

    private static IEnumerable<string> Failures(ConfigurationManager configuration)
    {
        try
        {
            SecretFiles.Read(configuration);
            return [];
        }
        catch (OptionsValidationException e)
        {
            return e.Failures;
        }
    }
}
