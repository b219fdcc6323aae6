//! `doorstep demo`: the same server against a simulated Kisi.

use std::net::{IpAddr, Ipv4Addr, SocketAddr, UdpSocket};

use anyhow::Context as _;

use super::{memory, output::print, runtime::block_on, serve};
use crate::{
    access::LinkSecret,
    logging, paths,
    settings::{self, Settings, Sources},
    simulator::scenarios,
    web::Server,
};

pub(super) const HELP: &str = "\
Prints one line per scenario, its name and its link, then the simulated API's base URL and the
operator key for it, and both once more as the settings of doorstep link, to paste into another
terminal. All other settings are read as by `doorstep serve`.";

/// The default of `server.public_url`, which leads to a demo with the default address.
const DEFAULT_PUBLIC_URL: &str = "http://127.0.0.1:8080";

pub(super) fn run(listen: SocketAddr) -> anyhow::Result<()> {
    let mut log = None;
    let done = block_on(async {
        let (kisi, scenarios) = scenarios::demo();
        let api = kisi.listen("127.0.0.1:0").await.context("the simulated Kisi cannot listen")?;
        let mut settings = demo_settings(listen, api.base_url())?;
        settings.forget_secrets();
        log = Some(logging::start_for_server(&settings));
        memory::protect();
        let ending = serve::end()?;
        let server = Server::bind(&settings)?;
        serve::reload_on_request(server.brands())?;
        let scheme = if settings.tls.certificate.is_some() { "https" } else { "http" };
        let base = base_url(scheme, server.address()?);
        for scenario in scenarios {
            let secret = LinkSecret::parse(&scenario.secret)?;
            print(&format!("{}\t{base}{}", scenario.name, paths::link(&secret)))?;
        }
        print(&format!("kisi-api\t{}", api.base_url()))?;
        print(&format!("operator-key\t{}", kisi.operator_key()))?;
        print(&format!("export DOORSTEP_KISI__BASE_URL={}", api.base_url()))?;
        print(&format!("export DOORSTEP_KISI__API_KEY={}", kisi.operator_key()))?;
        if base != DEFAULT_PUBLIC_URL {
            print(&format!("export DOORSTEP_SERVER__PUBLIC_URL={base}"))?;
        }
        if listen.ip().is_unspecified() {
            tracing::info!("a phone in the same network can open these links");
        } else {
            tracing::info!("to open these links on a phone: doorstep demo --listen 0.0.0.0:8080");
        }
        server.run(ending).await?;
        api.stop().await;
        Ok(())
    });
    // The lines of tasks that end with the runtime are written, too.
    drop(log);
    done
}

fn demo_settings(listen: SocketAddr, kisi: String) -> Result<Settings, settings::Error> {
    let flags = [("server.listen", listen.to_string()), ("kisi.base_url", kisi)];
    settings::load(Sources {
        environment: settings::environment(),
        flags: flags.map(|(key, value)| (key.to_owned(), value)).to_vec(),
        defaults: vec![("admin.listen", "127.0.0.1:0".to_owned())],
        ..Sources::default()
    })
}

/// The beginning of the links: for a server that listens on all addresses, this machine's own
/// address in its network.
pub(super) fn base_url(scheme: &str, address: SocketAddr) -> String {
    let ip = if address.ip().is_unspecified() { own_address() } else { address.ip() };
    format!("{scheme}://{}", SocketAddr::new(ip, address.port()))
}

/// The address under which other machines reach this one. Connecting a UDP socket sends nothing; it
/// makes the system choose the address it would send from (192.0.2.1 is reserved, RFC 5737).
fn own_address() -> IpAddr {
    let chosen = UdpSocket::bind("0.0.0.0:0").and_then(|socket| {
        socket.connect("192.0.2.1:9")?;
        socket.local_addr()
    });
    chosen.map_or(Ipv4Addr::LOCALHOST.into(), |address| address.ip())
}
