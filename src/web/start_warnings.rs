//! Settings that are valid and probably not meant.

use crate::settings::{Listen, Settings, is_loopback};

/// What an operator should look at. The server logs it when it starts.
pub(super) fn start_warnings(settings: &Settings) -> Vec<String> {
    let mut warnings = Vec::new();
    let has_proxies = !settings.server.trusted_proxies.is_empty();
    if has_proxies && is_loopback(&settings.server.public_url) {
        warnings.push(format!(
            "`server.trusted_proxies` is set, and `server.public_url` is still {}; set it to the \
             address that visitors see, or taps from some older browsers are refused",
            settings.server.public_url
        ));
    }
    if let Listen::Tcp(address) = settings.server.listen
        && !address.ip().to_canonical().is_loopback()
        && settings.tls.certificate.is_none()
        && !has_proxies
    {
        warnings.push(format!(
            "`server.listen` is {address} and speaks plain HTTP, so that everyone between a visitor \
             and this server can read links, and open doors with them; set `tls.certificate` and \
             `tls.key`, or put a TLS proxy in front and name it in `server.trusted_proxies`"
        ));
    }
    warnings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::for_tests;

    /// The settings that the warnings are about.
    fn warned(changes: &[(&str, &str)]) -> Vec<String> {
        let warnings = start_warnings(&for_tests(changes));
        let setting = |warning: &String| warning.split('`').nth(1).unwrap().to_owned();
        warnings.iter().map(setting).collect()
    }

    #[test]
    fn the_operator_is_warned_of_links_in_the_clear_and_of_a_forgotten_public_url() {
        let public = ("server.listen", "0.0.0.0:80");
        let proxies = ("server.trusted_proxies", "10.0.0.0/8");
        let url = ("server.public_url", "https://visit.acme.example");
        let tls = [("tls.certificate", "a.pem"), ("tls.key", "a.key")];
        assert!(warned(&[]).is_empty());
        assert_eq!(warned(&[public]), ["server.listen"]);
        assert_eq!(warned(&[("server.listen", "[::]:80")]), ["server.listen"]);
        assert_eq!(warned(&[proxies]), ["server.trusted_proxies"]);
        assert!(warned(&[public, proxies, url]).is_empty());
        assert!(warned(&[public, tls[0], tls[1]]).is_empty());
        assert!(warned(&[("server.listen", "unix:/run/doorstep.sock")]).is_empty());
    }
}
