# The published files run on every architecture, so they are built once, on the builder's own.
FROM --platform=$BUILDPLATFORM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /src

# Packages are a layer of their own: only a change of a project or lock file restores them again.
COPY Directory.Build.props Directory.Packages.props global.json ./
COPY Scim.Filter/Scim.Filter.csproj Scim.Filter/packages.lock.json Scim.Filter/
COPY Scim.Resources/Scim.Resources.csproj Scim.Resources/packages.lock.json Scim.Resources/
COPY Scim.Storage/Scim.Storage.csproj Scim.Storage/packages.lock.json Scim.Storage/
COPY Scim.Grafana/Scim.Grafana.csproj Scim.Grafana/packages.lock.json Scim.Grafana/
COPY Scim.Api/Scim.Api.csproj Scim.Api/packages.lock.json Scim.Api/
RUN dotnet restore Scim.Api/Scim.Api.csproj --locked-mode

COPY . .
RUN CI=true dotnet publish Scim.Api/Scim.Api.csproj --no-restore -c Release -o /app -p:UseAppHost=false

# What answers in Grafana's place, for docker-compose.grafana-double.yml. Only a build with this target makes it.
FROM --platform=$BUILDPLATFORM mcr.microsoft.com/dotnet/sdk:10.0 AS build-grafana-double
WORKDIR /src
COPY .editorconfig Directory.Build.props Directory.Packages.props global.json ./
COPY Scim.GrafanaDouble Scim.GrafanaDouble
RUN CI=true dotnet publish Scim.GrafanaDouble/Scim.GrafanaDouble.csproj -c Release -o /app -p:UseAppHost=false -p:RestoreLockedMode=true

FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled-extra AS grafana-double
WORKDIR /app
COPY --from=build-grafana-double /app ./
ENV ASPNETCORE_URLS=http://+:3000 \
    ASPNETCORE_HTTP_PORTS= \
    DOTNET_EnableDiagnostics=0
EXPOSE 3000
USER $APP_UID
ENTRYPOINT ["dotnet", "Scim.GrafanaDouble.dll"]

# The service, which a build makes without a target.
# "extra" brings ICU, without which Unicode normalisation does nothing and the service refuses to start.
FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled-extra
LABEL org.opencontainers.image.title="scim" \
      org.opencontainers.image.description="SCIM 2.0 service provider on PostgreSQL" \
      org.opencontainers.image.licenses="Apache-2.0"
WORKDIR /app
COPY --from=build /app ./
COPY LICENSE ./

# The base image's ASPNETCORE_HTTP_PORTS would only earn a warning beside URLS. Diagnostics write sockets to /tmp, which a
# read-only root may lack.
ENV ASPNETCORE_URLS=http://+:8080 \
    ASPNETCORE_HTTP_PORTS= \
    Logging__Console__FormatterName=jsonl \
    DOTNET_EnableDiagnostics=0
EXPOSE 8080
USER $APP_UID

# The image has neither a shell nor curl: the service asks itself.
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
    CMD ["dotnet", "Scim.Api.dll", "health"]
ENTRYPOINT ["dotnet", "Scim.Api.dll"]
