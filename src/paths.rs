//! Every URL of ours: as the pattern that logs and metrics show, and as the function that builds it.

use crate::access::LinkSecret;

/// The landing page of an access link.
pub const LINK: &str = "/links/{secret}";
/// The path of Kisi's own page for the same link, so that swapping the host is enough.
pub const KISI_LINK: &str = "/grouplinks/{secret}";
/// Files that never change under their name.
pub const ASSET: &str = "/assets/{file}";
/// The page for someone who came without a link.
pub const HOME: &str = "/";
/// What crawlers may read: nothing.
pub const ROBOTS: &str = "/robots.txt";
/// The brand's icon, where browsers look for it unasked.
pub const FAVICON: &str = "/favicon.ico";

/// On the admin port: does the process live.
pub const HEALTH: &str = "/healthz";
/// On the admin port: can it serve.
pub const READY: &str = "/readyz";
/// On the admin port: figures for Prometheus.
pub const METRICS: &str = "/metrics";

/// What is before the secret of an access link. The outcome cookie is sent below this path.
pub const LINKS: &str = "/links";
/// What is before the secret of a link to Kisi's own page.
pub const KISI_LINKS: &str = "/grouplinks";
/// What is before the name of an asset.
pub const ASSETS: &str = "/assets";

/// The landing page of the link with this secret.
#[must_use]
pub fn link(secret: &LinkSecret) -> String {
    format!("/links/{}", secret.expose())
}

/// Where the asset `name`.`extension` with this content hash is served.
#[must_use]
pub fn asset(name: &str, hash: &str, extension: &str) -> String {
    format!("/assets/{name}-{hash}.{extension}")
}
