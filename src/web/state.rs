//! The state that all handlers share.

use std::{panic::resume_unwind, sync::Arc, thread};

use tokio::runtime::Handle;
use url::Url;

use super::{
    connection::ConnectionLimits, limits::Limits, metrics::Metrics, proxies::Proxies,
    rendered::Rendered, start_error::StartError, tls::Certificate, waiting::Waiting,
};
use crate::{
    access::FingerprintKey,
    brands::Brands,
    directory::DoorDirectory,
    kisi,
    settings::{ClientAddress, Settings},
    unlocking::Unlocking,
};

/// Everything behind the routes of one server.
pub(super) struct State {
    /// Where work runs that goes on when its visitor leaves.
    pub(super) runtime: Handle,
    pub(super) kisi: Arc<kisi::Client>,
    pub(super) directory: DoorDirectory,
    pub(super) unlocking: Unlocking,
    pub(super) brands: Arc<Brands>,
    pub(super) rendered: Rendered,
    pub(super) limits: Arc<Limits>,
    /// The look-ups whose visitors were shown the waiting page.
    pub(super) waiting: Arc<Waiting>,
    pub(super) connections: Arc<ConnectionLimits>,
    /// The certificate of HTTPS, if the public port itself speaks it.
    pub(super) certificate: Option<Arc<Certificate>>,
    /// The port that speaks HTTPS, if it is not the usual one.
    pub(super) https_port: Option<u16>,
    pub(super) metrics: Metrics,
    /// Makes fingerprints, and signs the cookie with a tap's result.
    pub(super) key: FingerprintKey,
    pub(super) proxies: Proxies,
    pub(super) client_address: ClientAddress,
    pub(super) public_url: Url,
}

impl State {
    /// Loads the brands and sets up the client for Kisi, whose calls run on `runtime`.
    pub(super) fn new(
        settings: &Settings,
        connections: Arc<ConnectionLimits>,
        certificate: Option<Arc<Certificate>>,
        runtime: &Handle,
    ) -> Result<Self, StartError> {
        let key = FingerprintKey::random().map_err(StartError::Random)?;
        // The client reads the system's certificates meanwhile.
        let (kisi, brands) = thread::scope(|threads| {
            let kisi = threads.spawn(|| kisi::Client::new(&settings.kisi));
            let brands = Brands::load(settings);
            (kisi.join().unwrap_or_else(|panic| resume_unwind(panic)), brands)
        });
        let (kisi, brands) = (Arc::new(kisi?), Arc::new(brands?));
        let directory = DoorDirectory::new(Arc::clone(&kisi), &settings.cache, runtime.clone());
        Ok(Self {
            metrics: Metrics::new(&kisi, &directory, &brands, &connections, certificate.clone()),
            brands,
            runtime: runtime.clone(),
            unlocking: Unlocking::new(Arc::clone(&kisi), directory.clone(), runtime.clone()),
            directory,
            kisi,
            rendered: Rendered::new(runtime.clone()),
            limits: Limits::new(&settings.limits),
            waiting: Arc::default(),
            key,
            proxies: Proxies::new(
                settings.server.trusted_proxies.clone(),
                settings.log.client_address,
            ),
            client_address: settings.log.client_address,
            public_url: settings.server.public_url.clone(),
            connections,
            certificate,
            https_port: None,
        })
    }
}
