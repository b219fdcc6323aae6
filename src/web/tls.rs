//! HTTPS with a certificate that can be renewed while the server runs.

use std::{fmt, path::PathBuf, sync::Arc, time::Instant};

use arc_swap::ArcSwap;
use rustls::{
    ServerConfig,
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject as _},
    server::{ClientHello, ResolvesServerCert},
    sign::CertifiedKey,
};

use crate::files::watch::{Stamp, Watch};

/// The certificate cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{} cannot be used: {reason}", file.display())]
pub struct Error {
    file: PathBuf,
    reason: String,
}

/// The files of `[tls]` and the last valid certificate that was loaded from them.
pub(super) struct Certificate {
    chain: PathBuf,
    key: PathBuf,
    current: ArcSwap<CertifiedKey>,
}

impl fmt::Debug for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Certificate({})", self.chain.display())
    }
}

impl ResolvesServerCert for Certificate {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.current.load_full())
    }
}

impl Certificate {
    /// Reads both PEM files.
    pub(super) fn load(chain: PathBuf, key: PathBuf) -> Result<Arc<Self>, Error> {
        let current = ArcSwap::from_pointee(read(&chain, &key)?);
        Ok(Arc::new(Self { chain, key, current }))
    }

    /// The configuration of a listener: TLS 1.2 and 1.3 with the current certificate.
    pub(super) fn server_config(self: &Arc<Self>) -> Result<ServerConfig, rustls::Error> {
        let provider = Arc::new(ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .with_no_client_auth();
        Ok(config.with_cert_resolver(Arc::<Self>::clone(self)))
    }

    /// Watches the files from `now` on.
    pub(super) fn watch(self: Arc<Self>, now: Instant) -> Renewal {
        let files = vec![self.chain.clone(), self.key.clone()];
        let watch = Watch::just_read(&files, now);
        Renewal { certificate: self, files, watch }
    }

    fn reload(&self) {
        match read(&self.chain, &self.key) {
            Ok(renewed) => {
                self.current.store(Arc::new(renewed));
                tracing::info!(certificate = %self.chain.display(), "the certificate was loaded again");
            }
            Err(error) => {
                tracing::error!(%error, "the changed certificate cannot be used; the last valid one stays");
            }
        }
    }
}

/// Loads the certificate again when its files change.
pub(super) struct Renewal {
    certificate: Arc<Certificate>,
    files: Vec<PathBuf>,
    watch: Watch,
}

impl Renewal {
    /// Looks at the files once, and loads them if they have changed and settled. Reads files, so it
    /// may block.
    pub(super) fn look(&mut self, now: Instant) {
        if self.watch.is_due(Stamp::of(&self.files), now) {
            self.certificate.reload();
        }
    }
}

fn read(chain: &PathBuf, key: &PathBuf) -> Result<CertifiedKey, Error> {
    let wrong = |file: &PathBuf, reason: String| Error { file: file.clone(), reason };
    let certificates: Vec<CertificateDer<'static>> = CertificateDer::pem_file_iter(chain)
        .and_then(Iterator::collect)
        .map_err(|error| wrong(chain, error.to_string()))?;
    if certificates.is_empty() {
        return Err(wrong(chain, "there is no certificate in it".to_owned()));
    }
    let private =
        PrivateKeyDer::from_pem_file(key).map_err(|error| wrong(key, error.to_string()))?;
    CertifiedKey::from_der(certificates, private, &ring::default_provider())
        .map_err(|error| wrong(key, error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A certificate for localhost, valid and signed by itself.
    fn write(folder: &tempfile::TempDir) -> (PathBuf, PathBuf) {
        let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        let (chain, key) = (folder.path().join("cert.pem"), folder.path().join("key.pem"));
        std::fs::write(&chain, made.cert.pem()).unwrap();
        std::fs::write(&key, made.signing_key.serialize_pem()).unwrap();
        (chain, key)
    }

    #[test]
    fn a_renewed_certificate_is_used_and_a_broken_one_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let (chain, key) = write(&folder);
        let certificate = Certificate::load(chain.clone(), key).unwrap();
        let first = certificate.current.load_full().cert.clone();

        write(&folder);
        certificate.reload();
        let renewed = certificate.current.load_full().cert.clone();
        assert_ne!(first, renewed);

        std::fs::write(&chain, "not a certificate").unwrap();
        certificate.reload();
        assert_eq!(certificate.current.load_full().cert, renewed);
    }

    #[test]
    fn a_certificate_that_cannot_be_used_names_its_file() {
        let folder = tempfile::tempdir().unwrap();
        let (chain, key) = write(&folder);
        std::fs::write(&chain, "").unwrap();
        let error = Certificate::load(chain.clone(), key.clone()).unwrap_err().to_string();
        assert!(error.contains("cert.pem") && error.contains("no certificate"), "{error}");
        std::fs::remove_file(&chain).unwrap();
        assert!(Certificate::load(chain, key).is_err());
    }
}
