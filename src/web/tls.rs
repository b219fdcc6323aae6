//! HTTPS with a certificate that can be renewed while the server runs.

use std::{
    fmt,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use arc_swap::ArcSwap;
use jiff::Timestamp;
use rustls::{
    ServerConfig,
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject as _},
    server::{ClientHello, ResolvesServerCert},
    sign::CertifiedKey,
};

use crate::files::{
    read_bounded,
    watch::{Stamp, Watch},
};

/// The largest PEM file, in bytes.
const LARGEST_FILE: u64 = 1024 * 1024;
/// How often files that could not be used are tried again.
const RETRY_EVERY: Duration = Duration::from_secs(30);

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
    /// Whether the files can be used as they are now.
    is_current: AtomicBool,
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
        let current = read(&chain, &key)?;
        warn_if_ended(&chain, &current);
        let (current, is_current) = (ArcSwap::from_pointee(current), AtomicBool::new(true));
        Ok(Arc::new(Self { chain, key, current, is_current }))
    }

    /// When the certificate ends, in seconds of Unix time; `None` if it does not say so in a way that
    /// can be read.
    pub(super) fn not_after(&self) -> Option<i64> {
        not_after(&self.current.load())
    }

    /// Whether the files could be used when they were last loaded.
    pub(super) fn is_current(&self) -> bool {
        self.is_current.load(Ordering::Relaxed)
    }

    /// The configuration of a listener: HTTP/2 and HTTP/1.1 over TLS 1.2 and 1.3, with the current
    /// certificate. A phone that comes back within some hours saves one round trip by its ticket.
    pub(super) fn server_config(self: &Arc<Self>) -> Result<ServerConfig, rustls::Error> {
        let provider = Arc::new(ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .with_no_client_auth();
        let mut config = config.with_cert_resolver(Arc::<Self>::clone(self));
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        config.ticketer = ring::Ticketer::new()?;
        Ok(config)
    }

    /// Watches the files from `now` on.
    pub(super) fn watch(self: Arc<Self>, now: Instant) -> Renewal {
        let files = vec![self.chain.clone(), self.key.clone()];
        let watch = Watch::just_read(&files, now);
        Renewal { certificate: self, files, watch, retry_at: None }
    }

    /// Loads the files again. Returns whether they can be used.
    fn reload(&self) -> bool {
        let file = self.chain.display();
        match read(&self.chain, &self.key) {
            Ok(read) => {
                self.is_current.store(true, Ordering::Relaxed);
                if read.cert != self.current.load().cert {
                    warn_if_ended(&self.chain, &read);
                    self.current.store(Arc::new(read));
                    tracing::info!(%file, "the renewed certificate is used for new connections");
                }
                true
            }
            Err(error) => {
                self.is_current.store(false, Ordering::Relaxed);
                tracing::error!(%error, "the changed certificate cannot be used; the last one stays");
                false
            }
        }
    }
}

/// Loads the certificate again when its files change. Files that cannot be used are tried again
/// every [`RETRY_EVERY`], because what is wrong may not be in the files: a full disk, for example.
pub(super) struct Renewal {
    certificate: Arc<Certificate>,
    files: Vec<PathBuf>,
    watch: Watch,
    retry_at: Option<Instant>,
}

impl Renewal {
    /// Looks at the files once, and loads them if they have changed and settled. Reads files, so it
    /// may block.
    pub(super) fn look(&mut self, now: Instant) {
        let has_changed = self.watch.is_due(Stamp::of(&self.files), now);
        if has_changed || self.retry_at.is_some_and(|retry_at| retry_at <= now) {
            let is_valid = self.certificate.reload();
            self.retry_at = (!is_valid).then(|| now + RETRY_EVERY);
        }
    }
}

fn not_after(certificate: &CertifiedKey) -> Option<i64> {
    let (_, parsed) = x509_parser::parse_x509_certificate(certificate.cert.first()?).ok()?;
    Some(parsed.validity().not_after.timestamp())
}

fn warn_if_ended(chain: &Path, certificate: &CertifiedKey) {
    let now = Timestamp::now().as_second();
    if not_after(certificate).is_some_and(|end| end <= now) {
        tracing::warn!(file = %chain.display(), "the certificate has ended, so browsers refuse it");
    }
}

fn read(chain: &PathBuf, key: &PathBuf) -> Result<CertifiedKey, Error> {
    let wrong = |file: &PathBuf, reason: String| Error { file: file.clone(), reason };
    let content = |file: &PathBuf| {
        read_bounded(file, LARGEST_FILE).map_err(|error| wrong(file, error.to_string()))
    };
    let certificates: Vec<CertificateDer<'static>> =
        CertificateDer::pem_slice_iter(&content(chain)?)
            .collect::<Result<_, _>>()
            .map_err(|error| wrong(chain, error.to_string()))?;
    if certificates.is_empty() {
        return Err(wrong(chain, "there is no certificate in it".to_owned()));
    }
    let private = PrivateKeyDer::from_pem_slice(&content(key)?)
        .map_err(|error| wrong(key, error.to_string()))?;
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
        assert!(!certificate.is_current());
    }

    #[test]
    fn the_end_of_a_certificate_is_read() {
        let mut made = rcgen::CertificateParams::new(["localhost".to_owned()]).unwrap();
        made.not_after = rcgen::date_time_ymd(2031, 2, 3);
        let key = rcgen::KeyPair::generate().unwrap();
        let folder = tempfile::tempdir().unwrap();
        let [chain, key_file] = ["cert.pem", "key.pem"].map(|name| folder.path().join(name));
        std::fs::write(&chain, made.self_signed(&key).unwrap().pem()).unwrap();
        std::fs::write(&key_file, key.serialize_pem()).unwrap();
        let certificate = Certificate::load(chain, key_file).unwrap();
        let expected: Timestamp = "2031-02-03T00:00:00Z".parse().unwrap();
        assert_eq!(certificate.not_after(), Some(expected.as_second()));
    }

    #[test]
    fn a_failed_renewal_is_tried_again_although_the_files_do_not_change() {
        let folder = tempfile::tempdir().unwrap();
        let (chain, key) = write(&folder);
        let certificate = Certificate::load(chain.clone(), key).unwrap();
        let first = certificate.current.load_full().cert.clone();
        let now = Instant::now();
        let mut renewal = Arc::clone(&certificate).watch(now);
        write(&folder);
        let renewed = std::fs::read(&chain).unwrap();
        std::fs::write(&chain, "not a certificate").unwrap();
        renewal.look(now);
        renewal.look(now);
        assert_eq!(certificate.current.load_full().cert, first);
        std::fs::write(&chain, renewed).unwrap();
        renewal.watch = Watch::new(Stamp::of(&renewal.files));
        renewal.look(now + RETRY_EVERY / 2);
        assert_eq!(certificate.current.load_full().cert, first);
        renewal.look(now + RETRY_EVERY);
        assert_ne!(certificate.current.load_full().cert, first);
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
