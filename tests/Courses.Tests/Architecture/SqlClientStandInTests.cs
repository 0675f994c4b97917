using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace Courses.Tests.Architecture;

/// <summary>
/// SqlClient runs with packages that were pruned, since the registry does not have them. Every type it names of a pruned assembly is either in our
/// stand-in or serves only sign-in to a cloud; a new version that needs one more turns this red before it turns a server red.
/// </summary>
public sealed class SqlClientStandInTests
{
    /// <summary>Reached only by 'Authentication=Active Directory ...' and by Always Encrypted with a key in a cloud vault; we offer neither.</summary>
    private static readonly string[] AssembliesOfCloudSignIn =
        ["Azure.Core", "Azure.Identity", "Microsoft.Identity.Client", "Microsoft.Identity.Client.Broker", "Microsoft.IdentityModel.JsonWebTokens", "Microsoft.IdentityModel.Protocols.OpenIdConnect", "System.IdentityModel.Tokens.Jwt"];

    private static readonly string[] TypesOfCloudSignIn =
    [
        "Azure.Core.AccessToken",
        "Azure.Core.TokenCredential",
        "Azure.Core.TokenRequestContext",
        "Azure.Identity.ClientSecretCredential",
        "Azure.Identity.DefaultAzureCredential",
        "Azure.Identity.DefaultAzureCredentialOptions",
        "Azure.Identity.ManagedIdentityCredential",
        "Azure.Identity.ManagedIdentityCredentialOptions",
        "Azure.Identity.ManagedIdentityId",
        "Azure.Identity.TokenCredentialOptions",
        "Azure.Identity.WorkloadIdentityCredential",
        "Azure.Identity.WorkloadIdentityCredentialOptions",
        "Microsoft.Identity.Client.AbstractApplicationBuilder`1",
        "Microsoft.Identity.Client.AcquireTokenByIntegratedWindowsAuthParameterBuilder",
        "Microsoft.Identity.Client.AcquireTokenByUsernamePasswordParameterBuilder",
        "Microsoft.Identity.Client.AcquireTokenInteractiveParameterBuilder",
        "Microsoft.Identity.Client.AcquireTokenSilentParameterBuilder",
        "Microsoft.Identity.Client.AcquireTokenWithDeviceCodeParameterBuilder",
        "Microsoft.Identity.Client.ApplicationOptions",
        "Microsoft.Identity.Client.AuthenticationResult",
        "Microsoft.Identity.Client.BaseAbstractAcquireTokenParameterBuilder`1",
        "Microsoft.Identity.Client.Broker.BrokerExtension",
        "Microsoft.Identity.Client.BrokerOptions",
        "Microsoft.Identity.Client.BrokerOptions+OperatingSystems",
        "Microsoft.Identity.Client.DeviceCodeResult",
        "Microsoft.Identity.Client.Extensibility.AcquireTokenInteractiveParameterBuilderExtensions",
        "Microsoft.Identity.Client.Extensibility.ICustomWebUi",
        "Microsoft.Identity.Client.IAccount",
        "Microsoft.Identity.Client.IClientApplicationBase",
        "Microsoft.Identity.Client.IPublicClientApplication",
        "Microsoft.Identity.Client.MsalClientException",
        "Microsoft.Identity.Client.MsalException",
        "Microsoft.Identity.Client.MsalServiceException",
        "Microsoft.Identity.Client.MsalUiRequiredException",
        "Microsoft.Identity.Client.PublicClientApplicationBuilder",
        "Microsoft.Identity.Client.PublicClientApplicationOptions",
        "Microsoft.IdentityModel.JsonWebTokens.JsonWebToken",
        "Microsoft.IdentityModel.JsonWebTokens.JsonWebTokenHandler",
        "Microsoft.IdentityModel.Protocols.OpenIdConnect.OpenIdConnectConfiguration",
        "Microsoft.IdentityModel.Protocols.OpenIdConnect.OpenIdConnectConfigurationRetriever",
        "System.IdentityModel.Tokens.Jwt.JwtSecurityTokenHandler",
    ];

    [Fact]
    public void Every_type_that_SqlClient_names_of_a_pruned_assembly_is_accounted_for()
    {
        var pruned = XDocument.Load(Path.Combine(Repository.Root, "Directory.Packages.props")).Descendants("PrunePackageReference").Select(prune => prune.Attribute("Include")!.Value).ToHashSet(StringComparer.Ordinal);
        var standIn = Assembly.Load("Microsoft.SqlServer.Server");
        var unaccounted = NamedTypes().Where(type => pruned.Contains(type.Assembly))
            .Where(type => type.Assembly == "Microsoft.SqlServer.Server" ? standIn.GetType(type.Type) is null : !TypesOfCloudSignIn.Contains(type.Type))
            .Select(type => $"\"{type.Type}\", // {type.Assembly}")
            .ToArray();
        Assert.True(unaccounted.Length == 0, "Add to the stand-in or to the list: \n" + string.Join('\n', unaccounted));
    }

    [Fact]
    public void Every_member_that_SqlClient_calls_on_the_stand_in_is_there()
    {
        using var file = new PEReader(File.OpenRead(SqlClient));
        var reader = file.GetMetadataReader();
        var standIn = Assembly.Load("Microsoft.SqlServer.Server");
        var missing = reader.MemberReferences.Select(reader.GetMemberReference)
            .Where(member => member.Parent.Kind == HandleKind.TypeReference)
            .Select(member => (Member: reader.GetString(member.Name), Type: reader.GetTypeReference((TypeReferenceHandle)member.Parent)))
            .Where(member => AssemblyOf(reader, member.Type) == "Microsoft.SqlServer.Server")
            .Where(member => standIn.GetType(FullName(reader, member.Type))?.GetMember(member.Member, BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static) is null or [])
            .Select(member => $"{FullName(reader, member.Type)}.{member.Member}");
        Assert.Empty(missing);
    }

    [Fact]
    public void The_list_names_nothing_that_SqlClient_no_longer_needs()
    {
        var named = NamedTypes().Where(type => AssembliesOfCloudSignIn.Contains(type.Assembly)).Select(type => type.Type).ToHashSet(StringComparer.Ordinal);
        Assert.DoesNotContain(TypesOfCloudSignIn, type => !named.Contains(type));
    }

    /// <summary>The implementation for this system, not the reference assembly.</summary>
    private static string SqlClient => Assembly.Load("Microsoft.Data.SqlClient").Location;

    private static List<(string Assembly, string Type)> NamedTypes()
    {
        using var file = new PEReader(File.OpenRead(SqlClient));
        var reader = file.GetMetadataReader();
        return [.. reader.TypeReferences.Select(reader.GetTypeReference).Select(type => (AssemblyOf(reader, type), FullName(reader, type)))];
    }

    private static string AssemblyOf(MetadataReader reader, TypeReference type) => type.ResolutionScope.Kind switch
    {
        HandleKind.AssemblyReference => reader.GetString(reader.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope).Name),
        HandleKind.TypeReference => AssemblyOf(reader, reader.GetTypeReference((TypeReferenceHandle)type.ResolutionScope)),
        _ => "",
    };

    private static string FullName(MetadataReader reader, TypeReference type) => type.ResolutionScope.Kind == HandleKind.TypeReference
        ? $"{FullName(reader, reader.GetTypeReference((TypeReferenceHandle)type.ResolutionScope))}+{reader.GetString(type.Name)}"
        : $"{reader.GetString(type.Namespace)}.{reader.GetString(type.Name)}";
}
