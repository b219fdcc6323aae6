//! Visitors over HTTPS, with the certificate of the server itself.

use doorstep::simulator::Simulator;
use rcgen::generate_simple_self_signed;
use reqwest::{Certificate, Method};
use rustls::pki_types::{CertificateDer, pem::PemObject as _};

use crate::{
    fixtures::{ThemeFolder, wait_until},
    harness::Doorstep,
};

/// The host in the URLs of the test server.
pub(crate) const HOST: &str = "127.0.0.1";

/// The PEM files of a server, in a folder.
pub(crate) struct TlsFiles(ThemeFolder);

impl TlsFiles {
    pub(crate) fn new() -> Self {
        Self(ThemeFolder::empty())
    }

    /// Writes a new self-signed certificate and its key over the files. Returns the certificate.
    pub(crate) fn renew(&self) -> Certificate {
        let made = generate_simple_self_signed([HOST.to_owned()]).unwrap();
        let certificate = made.cert.pem();
        self.0.save("certificate.pem", &certificate);
        self.0.save("key.pem", made.signing_key.serialize_pem());
        Certificate::from_pem(certificate.as_bytes()).unwrap()
    }

    /// The certificate that is in the file now.
    pub(crate) fn certificates(&self) -> Vec<CertificateDer<'static>> {
        let chain = std::fs::read(self.0.path("certificate.pem")).unwrap();
        CertificateDer::pem_slice_iter(&chain).collect::<Result<_, _>>().unwrap()
    }

    pub(crate) async fn start(&self) -> Doorstep {
        self.start_with(&[]).await
    }

    /// Starts a server that has these further settings.
    pub(crate) async fn start_with(&self, set: &[(&str, &str)]) -> Doorstep {
        let model = |kisi: &Simulator| {
            kisi.link("s3cret").opens("Lobby");
        };
        self.start_in_front_of(set, model).await
    }

    /// The same with these links at Kisi.
    pub(crate) async fn start_in_front_of(
        &self,
        set: &[(&str, &str)],
        model: impl FnOnce(&Simulator),
    ) -> Doorstep {
        let [certificate, key] = ["certificate.pem", "key.pem"].map(|name| self.0.path(name));
        let mut all = vec![
            ("tls.certificate", certificate.to_str().unwrap()),
            ("tls.key", key.to_str().unwrap()),
        ];
        all.extend(set);
        Doorstep::start_with(&all, model).await
    }
}

#[tokio::test]
async fn a_visitor_sees_and_unlocks_doors_over_https() {
    let files = TlsFiles::new();
    let certificate = files.renew();
    let doorstep = files.start().await;
    assert!(doorstep.base_url.starts_with("https://"));
    let visitor = doorstep.visitor("s3cret").trusting(&certificate);
    let page = visitor.page().await;
    assert_eq!((page.status, page.doors()), (200, vec!["Lobby: ready".to_owned()]));
    assert!(page.header("strict-transport-security").starts_with("max-age="));

    let answer = visitor.submits("1001").await;
    assert_eq!(answer.status(), 303);
    let cookie = answer.headers()["set-cookie"].to_str().unwrap();
    assert!(cookie.contains("; Secure"), "{cookie}");
    assert!(visitor.page().await.status_text().starts_with("Lobby is unlocked"));
    assert_eq!(doorstep.kisi.opened(1001), 1);
}

#[tokio::test]
async fn new_connections_get_a_renewed_certificate_without_a_restart() {
    let files = TlsFiles::new();
    let first = files.renew();
    let doorstep = files.start().await;
    // Each call has its own browser and so its own connection.
    let connects = async |certificate: &Certificate| {
        let visitor = doorstep.visitor("s3cret").trusting(certificate);
        match visitor.request(Method::GET).send().await {
            Ok(answer) => answer.status() == 200,
            Err(error) => {
                assert!(error.is_connect(), "{error:?}");
                false
            }
        }
    };
    assert!(connects(&first).await);

    let renewed = files.renew();
    wait_until("the renewed certificate is used", async || connects(&renewed).await).await;
    assert!(!connects(&first).await, "new connections do not get the first certificate");
}

#[tokio::test]
async fn no_request_fails_while_the_certificate_is_renewed() {
    let files = TlsFiles::new();
    let mut trusted = vec![files.renew()];
    let doorstep = files.start().await;
    let kept = doorstep.visitor("s3cret").trusting(&trusted[0]);
    for _ in 0..3 {
        assert_eq!(kept.page().await.status, 200);
        trusted.push(files.renew());
        let renewed = &trusted[trusted.len() - 1];
        // Visitors come all the time: on the connection they have, and on new ones.
        wait_until("the renewed certificate is used", async || {
            assert_eq!(kept.page().await.status, 200);
            let new = doorstep.visitor("s3cret").trusting_any(&trusted);
            assert_eq!(new.page().await.status, 200);
            let current = doorstep.visitor("s3cret").trusting(renewed);
            current.request(Method::GET).send().await.is_ok()
        })
        .await;
    }
    let metrics = doorstep.metrics().await;
    assert!(metrics.contains("doorstep_tls_last_load_successful 1"), "{metrics}");
    assert!(metrics.contains("doorstep_tls_not_after_seconds "), "{metrics}");
}
