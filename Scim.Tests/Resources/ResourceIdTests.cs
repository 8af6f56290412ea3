using Scim.Resources.Representation;

namespace Scim.Tests.Resources;

public class ResourceIdTests
{
    [Test]
    public void New_ids_are_uuids_of_version_7_in_the_order_they_were_made_also_within_a_millisecond()
    {
        var ids = new List<Guid>();
        for (var i = 0; i < 200; i++)
        {
            ids.Add(ResourceId.Create());
            for (var began = DateTime.UtcNow; DateTime.UtcNow - began < TimeSpan.FromMicroseconds(20);) Thread.SpinWait(10);
        }

        Assert.That(ids.Select(x => (x.Version, x.Variant >> 2)), Is.All.EqualTo((7, 2)));
        Assert.That(ids.ConvertAll(x => x.ToString()), Is.Ordered.Using((IComparer<string>)StringComparer.Ordinal));
    }
}
