using Scim.Api.Commands;

return await ScimCommandLine.RunAsync(args);
