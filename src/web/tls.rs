//! HTTPS with a certificate that may be renewed while the server runs.

use std::{
    fmt,
    path::PathBuf,
    sync::Arc,
    time::{Duration, SystemTime},
};

use arc_swap::ArcSwap;
use rustls::{
    ServerConfig,
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject as _},
    server::{ClientHello, ResolvesServerCert},
    sign::CertifiedKey,
};

/// How often the files are looked at. Certificates are renewed weeks before they end.
const LOOK_EVERY: Duration = Duration::from_secs(30);

/// The certificate cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{} cannot be used: {reason}", file.display())]
pub struct Error {
    file: PathBuf,
    reason: String,
}

/// The files of `[tls]` and the certificate that was in them when they were last in order.
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

    /// What a listener needs: TLS 1.2 and 1.3 with whatever certificate is current.
    pub(super) fn server_config(self: &Arc<Self>) -> Result<ServerConfig, rustls::Error> {
        let provider = Arc::new(ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .with_no_client_auth();
        Ok(config.with_cert_resolver(Arc::<Self>::clone(self)))
    }

    /// Picks up renewed files, for ever. Files that cannot be used are told in the log, and the
    /// certificate that works stays.
    pub(super) async fn keep_current(self: Arc<Self>) {
        let mut seen = self.written();
        let mut clock = tokio::time::interval(LOOK_EVERY);
        loop {
            clock.tick().await;
            let written = self.written();
            if written != seen {
                seen = written;
                self.reload();
            }
        }
    }

    fn reload(&self) {
        match read(&self.chain, &self.key) {
            Ok(renewed) => {
                self.current.store(Arc::new(renewed));
                tracing::info!(certificate = %self.chain.display(), "the certificate was renewed");
            }
            Err(error) => {
                tracing::error!(%error, "the renewed certificate is not used; the old one stays");
            }
        }
    }

    fn written(&self) -> [Option<SystemTime>; 2] {
        [&self.chain, &self.key].map(|path| std::fs::metadata(path).ok()?.modified().ok())
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
    fn a_renewed_certificate_is_picked_up_and_a_broken_one_is_not() {
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
