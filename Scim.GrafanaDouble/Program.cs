using Scim.Doubles.Hosting;

await GrafanaProgram.Build(args).RunAsync();
