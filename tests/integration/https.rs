//! Visitors over HTTPS, with the certificate of the server itself.

use rcgen::generate_simple_self_signed;
use reqwest::{Certificate, Method};

use crate::{
    fixtures::{ThemeFolder, wait_until},
    harness::Doorstep,
};

/// The host in the URLs of the test server.
const HOST: &str = "127.0.0.1";

/// The PEM files of a server, in a folder.
struct TlsFiles(ThemeFolder);

impl TlsFiles {
    fn new() -> Self {
        Self(ThemeFolder::empty())
    }

    /// Writes a new self-signed certificate and its key over the files. Returns the certificate.
    fn renew(&self) -> Certificate {
        let made = generate_simple_self_signed([HOST.to_owned()]).unwrap();
        let certificate = made.cert.pem();
        self.0.save("certificate.pem", &certificate);
        self.0.save("key.pem", made.signing_key.serialize_pem());
        Certificate::from_pem(certificate.as_bytes()).unwrap()
    }

    async fn start(&self) -> Doorstep {
        let [certificate, key] = ["certificate.pem", "key.pem"].map(|name| self.0.path(name));
        let set = [
            ("tls.certificate", certificate.to_str().unwrap()),
            ("tls.key", key.to_str().unwrap()),
        ];
        Doorstep::start_with(&set, |kisi| {
            kisi.link("s3cret").opens("Lobby");
        })
        .await
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
