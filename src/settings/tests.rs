//! Valid and invalid settings from every source.

use std::{collections::HashMap, os::unix::fs::PermissionsExt as _};

use secrecy::ExposeSecret as _;

use super::*;

fn with(pairs: &[(&str, &str)]) -> Result<Settings, Error> {
    let environment = pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
    load(Sources { environment, ..Sources::default() })
}

fn with_file(text: &str) -> Result<Settings, Error> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("settings.toml");
    std::fs::write(&path, text).unwrap();
    load(Sources { file: Some(&path), ..Sources::default() })
}

#[test]
fn every_default_is_valid() {
    let settings = with(&[]).unwrap();
    assert_eq!(settings.server.listen.to_string(), "127.0.0.1:8080");
    assert_eq!(settings.kisi.base_url.as_str(), "https://api.kisi.io/");
    assert_eq!(settings.kisi.timeout, Duration::from_secs(5));
    assert_eq!(settings.cache.fresh, Duration::from_secs(15));
    assert_eq!(settings.cache.stale, Duration::from_mins(10));
    assert_eq!(settings.cache.capacity, 100_000);
    assert!(settings.server.trusted_proxies.is_empty() && settings.sites.is_empty());
}

#[test]
fn later_sources_win() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("settings.toml");
    std::fs::write(&path, "[cache]\nfresh = \"1s\"\nrefused = \"2s\"\nstale = \"3s\"\n").unwrap();
    let settings = load(Sources {
        file: Some(&path),
        environment: HashMap::from([
            ("DOORSTEP_CACHE__REFUSED".to_owned(), "4s".to_owned()),
            ("DOORSTEP_CACHE__STALE".to_owned(), "5s".to_owned()),
        ]),
        flags: vec![("cache.stale".to_owned(), "6s".to_owned())],
        defaults: Vec::new(),
    })
    .unwrap();
    let seconds = [settings.cache.fresh, settings.cache.refused, settings.cache.stale];
    assert_eq!(seconds.map(|duration| duration.as_secs()), [1, 4, 6]);
}

#[test]
fn a_list_can_be_set_in_the_environment() {
    let settings = with(&[("DOORSTEP_SERVER__TRUSTED_PROXIES", "10.0.0.0/8, ::1")]).unwrap();
    assert_eq!(settings.server.trusted_proxies.len(), 2);
}

#[test]
fn the_server_can_listen_on_a_unix_socket() {
    let settings = with(&[("DOORSTEP_SERVER__LISTEN", "unix:/run/doorstep.sock")]).unwrap();
    assert_eq!(settings.server.listen, Listen::Unix("/run/doorstep.sock".into()));
    assert_eq!(settings.server.listen.to_string(), "unix:/run/doorstep.sock");
}

#[test]
fn http_is_redirected_only_where_there_is_a_certificate() {
    let settings = with_file(
        "[tls]\ncertificate = \"a.pem\"\nkey = \"a.key\"\nredirect_from = \"0.0.0.0:80\"\n",
    );
    assert_eq!(settings.unwrap().tls.redirect_from, Some(([0, 0, 0, 0], 80).into()));
}

#[test]
fn sites_are_set_in_the_file() {
    let text = "[[sites]]\nhost = \"visit.acme.example\"\ntheme = \"acme/theme.toml\"\n";
    assert_eq!(with_file(text).unwrap().sites[0].host, "visit.acme.example");
}

#[test]
fn an_unknown_setting_is_refused_with_the_most_similar_one() {
    let in_file = with_file("[kisi]\nbase_ulr = \"https://api.kisi.io\"\n").unwrap_err();
    let text = in_file.to_string();
    assert!(text.starts_with("unknown setting `kisi.base_ulr` in "), "{text}");
    assert!(text.ends_with("did you mean `kisi.base_url`?"), "{text}");

    let in_environment = with(&[("DOORSTEP_KISI__BASE_ULR", "x")]).unwrap_err();
    assert_eq!(
        in_environment.to_string(),
        "unknown setting `DOORSTEP_KISI__BASE_ULR` in the environment; \
         did you mean `DOORSTEP_KISI__BASE_URL`?"
    );
}

#[test]
fn variables_that_kubernetes_makes_for_a_service_called_doorstep_are_ignored() {
    let settings = with(&[
        ("DOORSTEP_PORT", "tcp://10.0.0.1:8080"),
        ("DOORSTEP_SERVICE_HOST", "10.0.0.1"),
        ("DOORSTEP_PORT_8080_TCP__ADDR", "10.0.0.1"),
        ("DOORSTEP_BIN", "/usr/bin/doorstep"),
        ("HOME", "/root"),
    ]);
    assert_eq!(settings.unwrap().server.listen.to_string(), "127.0.0.1:8080");
}

#[test]
fn only_a_similar_setting_is_suggested() {
    let misspelt = with(&[("DOORSTEP_KISI__BASE_URLL", "x")]).unwrap_err().to_string();
    assert!(misspelt.ends_with("did you mean `DOORSTEP_KISI__BASE_URL`?"), "{misspelt}");
    let different = with(&[("DOORSTEP_LOG__ZEBRA_42", "x")]).unwrap_err().to_string();
    assert!(!different.contains("did you mean"), "{different}");
}

#[test]
fn an_error_in_the_file_has_its_place_and_does_not_show_the_line() {
    let error = with_file("[kisi]\ntimeout = \"5s\"\nbase_url = \"https://user:pass@api\n");
    let text = error.unwrap_err().to_string();
    assert!(text.contains("settings.toml:3:"), "{text}");
    assert!(!text.contains("pass@"), "{text}");
}

#[test]
fn a_password_in_the_base_url_is_refused_and_not_shown() {
    for url in ["https://user:hunter2@api.kisi.io", "https://user:hunter2@api.kisi.io:99999"] {
        let text = with(&[("DOORSTEP_KISI__BASE_URL", url)]).unwrap_err().to_string();
        assert!(text.contains("kisi.base_url") && !text.contains("hunter2"), "{text}");
    }
}

#[test]
fn an_invalid_value_is_an_error_that_names_the_setting() {
    for (variable, value, setting) in [
        ("DOORSTEP_SERVER__LISTEN", "here", "server.listen"),
        ("DOORSTEP_KISI__TIMEOUT", "soon", "kisi.timeout"),
        ("DOORSTEP_KISI__TIMEOUT", "0s", "kisi.timeout"),
        ("DOORSTEP_KISI__BASE_URL", "http://api.kisi.io", "kisi.base_url"),
        ("DOORSTEP_LIMITS__UNLOCKS_PER_MINUTE", "0", "limits.unlocks_per_minute"),
        ("DOORSTEP_SERVER__TRUSTED_PROXIES", "10.0.0.0/99", "server.trusted_proxies"),
        ("DOORSTEP_TLS__KEY", "key.pem", "tls.certificate"),
        ("DOORSTEP_TLS__REDIRECT_FROM", "0.0.0.0:80", "tls.redirect_from"),
        ("DOORSTEP_SERVER__LISTEN", "unix:run/doorstep.sock", "server.listen"),
        ("DOORSTEP_SERVER__MAX_CONNECTIONS", "0", "server.max_connections"),
        ("DOORSTEP_LIMITS__UNKNOWN_LINKS_PER_SECOND", "0", "limits.unknown_links_per_second"),
        ("DOORSTEP_LIMITS__CONNECTIONS_PER_ADDRESS", "few", "limits.connections_per_address"),
        ("DOORSTEP_LOG__LEVEL", "loud", "log.level"),
        ("DOORSTEP_LOG__CLIENT_ADDRESS", "half", "log.client_address"),
    ] {
        let text = with(&[(variable, value)]).unwrap_err().to_string();
        assert!(text.contains(setting), "{variable}={value}: {text}");
    }
}

#[test]
fn the_host_of_a_site_is_a_host_name_or_a_wildcard() {
    let sites = |hosts: &[&str]| {
        let entry = |host: &&str| format!("[[sites]]\nhost = \"{host}\"\ntheme = \"a.toml\"\n");
        with_file(&hosts.iter().map(entry).collect::<String>()).map_err(|error| error.to_string())
    };
    for host in ["visit.acme.example", "*.acme.example", "localhost", "192.0.2.7", "[2001:db8::1]"]
    {
        assert!(sites(&[host]).is_ok(), "{host}");
    }
    for invalid in
        ["", "https://acme.example", "acme.example:8080", "a*.example", "*.*.example", "*"]
    {
        assert!(sites(&[invalid]).unwrap_err().contains("`sites`"), "{invalid}");
    }
    assert!(sites(&["a.example", "A.example"]).unwrap_err().contains("twice"));
}

#[test]
fn an_invalid_network_is_an_error_with_an_example() {
    let error = with(&[("DOORSTEP_SERVER__TRUSTED_PROXIES", "office")]).unwrap_err().to_string();
    assert!(error.contains("`office` is not a network such as 10.0.0.0/8"), "{error}");
}

#[test]
fn an_error_says_what_would_be_right() {
    for (key, value, expected) in [
        ("DOORSTEP_SITES__HOST", "a.example", "DOORSTEP_SITES__HOST"),
        ("DOORSTEP_LOG__LEVEL", "loud", "write error, warn, info, debug or trace"),
        ("DOORSTEP_SERVER__LISTEN", "127.0.0.1:", "write it like 127.0.0.1:8080"),
        ("DOORSTEP_SERVER__LISTEN", "unix:doorstep.sock", "write it like unix:/run/doorstep/"),
        ("DOORSTEP_LOG__CLIENT_ADDRESS", "half", "`half` is none of none, cut and full"),
        ("DOORSTEP_MAIL__SMTP_URL", "mail.example", "like smtp://user:password@host:587"),
        ("DOORSTEP_MAIL__FROM", "Acme", "for example Acme <visit@acme.example>"),
        ("DOORSTEP_ADMIN__LISTEN", "localhost", "write it like 127.0.0.1:8080"),
    ] {
        let error = with(&[(key, value)]).unwrap_err().to_string();
        assert!(error.contains(expected), "{key}={value}: {error}");
    }
}

/// A word that stands for a key or a password.
const MARKER: &str = "SUPERSECRET";

/// The error of these settings as an operator and as a developer may see it.
fn shown(loaded: Result<Settings, Error>) -> String {
    match loaded {
        Ok(settings) => format!("{settings:?}"),
        Err(error) => {
            let source = std::error::Error::source(&error).map(ToString::to_string);
            format!("{error}: {source:?}; {error:?}")
        }
    }
}

#[test]
fn no_misspelling_in_the_file_shows_a_secret() {
    for text in [
        "[kisi]\napi_key = \"SUPERSECRET\"\n",
        "[kisi]\napi_key = \"SUPERSECRET\n",
        "[kisi]\napi_key = SUPERSECRET\n",
        "[kisi]\napi_key = 'SUPER'SUPERSECRET'\n",
        "[kisi]\napi_key: SUPERSECRET\n",
        "[kisi]\napi_key \"SUPERSECRET\"\n",
        "[kisi]\napi_key = \"\\SUPERSECRET\"\n",
        "[kisi]\napi_key = \"SUPERSECRET\"\napi_key = \"SUPERSECRET\"\n",
        "[kisi]\napi_key = [\"SUPERSECRET\"]\n",
        "[kisi]\napi_key = { value = \"SUPERSECRET\" }\n",
        "[kisi]\napi_key = { SUPERSECRET = 1 }\n",
        "[kisi.api_key]\nSUPERSECRET = 1\n",
        "[kisi]\napi_kye = \"SUPERSECRET\"\n",
        "[kisi]\n\"api_key:SUPERSECRET\" = 1\n",
        "[kisi]\napi_keySUPERSECRET = 1\n",
        "[kisi]\napi_key = \"SUPERSECRET\"\ntimeout = \"soon\"\n",
        "[kisi]\napi_key = \"SUPERSECRET\"\napi_key_file = \"key\"\n",
        "[kisi]\napi_key = \"SUPERSECRET\\nSUPERSECRET\"\n",
        "[kissi]\napi_key = \"SUPERSECRET\"\n",
        "[[kisi]]\napi_key = \"SUPERSECRET\"\n",
        "[[sites]]\nhost = \"a.example\"\ntheme = \"a.toml\"\napi_key = \"SUPERSECRET\"\n",
        "kisi = \"SUPERSECRET\"\n",
        "kisi.api_key = \"SUPERSECRET\"\n[kisi]\ntimeout = \"5s\"\n",
        "SUPERSECRET",
        "[mail]\nsmtp_url = \"SUPERSECRET\"\n",
        "[mail]\nsmtp_url = \"smtp://user:SUPERSECRET@host:99999\"\n",
        "[mail]\nsmtp_url = \"https://user:SUPERSECRET@host\"\n",
        "[mail]\nsmtp_urll = \"smtp://user:SUPERSECRET@host\"\n",
        "[kisi]\nbase_url = \"https://user:SUPERSECRET@host:99999\"\n",
        "[kisi]\nbase_url = \"https://user:SUPERSECRET@host\"\n",
        "[server]\npublic_url = \"https://user:SUPERSECRET@host:99999\"\n",
        "[server]\npublic_url = \"https://user:SUPERSECRET@host\"\n",
    ] {
        let shown = shown(with_file(text));
        assert!(!shown.contains(MARKER), "{text}: {shown}");
    }
}

#[test]
fn no_misspelling_in_the_environment_shows_a_secret() {
    for (variable, value) in [
        ("DOORSTEP_KISI__API_KEY", "SUPERSECRET\nSUPERSECRET"),
        ("DOORSTEP_KISI__API_KYE", "SUPERSECRET"),
        ("DOORSTEP_KISI__API_KEY__SUPERSECRET", "1"),
        ("DOORSTEP_KISI__API_KEY_SUPERSECRET", "1"),
        ("DOORSTEP_KISI__APIKEY:SUPERSECRET", "1"),
        ("DOORSTEP_KISI__BASE_URL", "https://user:SUPERSECRET@host:99999"),
        ("DOORSTEP_SERVER__PUBLIC_URL", "https://user:SUPERSECRET@host:99999"),
        ("DOORSTEP_MAIL__SMTP_URL", "SUPERSECRET"),
        ("DOORSTEP_MAIL__SMTP_URL", "smtp://user:SUPERSECRET@host:99999"),
        ("DOORSTEP_MAIL__FORM", "SUPERSECRET"),
    ] {
        let shown = shown(with(&[(variable, value)]));
        assert!(!shown.to_uppercase().contains(MARKER), "{variable}={value}: {shown}");
        assert!(!shown.starts_with("Settings"), "{variable}={value} is an error");
    }
}

#[test]
fn a_secret_of_the_wrong_type_is_an_error_that_names_the_setting() {
    for value in ["5", "true", "[\"a\"]", "{ a = \"b\" }", "1.5"] {
        let error = with_file(&format!("[kisi]\napi_key = {value}\n")).unwrap_err();
        assert_eq!(error.to_string(), "`kisi.api_key` must be a text in quotes");
    }
}

#[test]
fn a_secret_is_refused_on_the_command_line() {
    let flags = vec![("kisi.api_key".to_owned(), MARKER.to_owned())];
    let error = load(Sources { flags, ..Sources::default() }).unwrap_err().to_string();
    let expected = "use `kisi.api_key_file` or the environment variable DOORSTEP_KISI__API_KEY";
    assert!(error.contains(expected) && !error.contains(MARKER), "{error}");
}

#[test]
fn a_secret_is_read_from_its_setting_its_file_or_a_credential_of_systemd() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, content: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let (key, url) = (file("key", "  from-file \n"), file("url", "smtp://a:b@mail.example:587\n"));
    let credentials = ("CREDENTIALS_DIRECTORY", folder.path().to_str().unwrap());
    let secrets = |pairs: &[(&str, &str)]| {
        let settings = with(pairs).unwrap();
        let exposed = |secret: Option<SecretString>| secret.map(|it| it.expose_secret().to_owned());
        [exposed(settings.kisi.api_key), exposed(settings.mail.smtp_url)]
    };
    let some = |text: &str| Some(text.to_owned());

    assert_eq!(secrets(&[credentials]), [None, None]);
    let files = [("DOORSTEP_KISI__API_KEY_FILE", &*key), ("DOORSTEP_MAIL__SMTP_URL_FILE", &*url)];
    assert_eq!(secrets(&files), [some("from-file"), some("smtp://a:b@mail.example:587")]);
    file("kisi-api-key", "from-credential\n");
    file("mail-smtp-url", "smtps://mail.example\n");
    assert_eq!(secrets(&[credentials]), [some("from-credential"), some("smtps://mail.example")]);
    let both = [credentials, ("DOORSTEP_KISI__API_KEY", "from-setting")];
    assert_eq!(secrets(&both)[0], some("from-setting"));
    assert_eq!(secrets(&[credentials, files[0]])[0], some("from-file"));
}

#[test]
fn a_file_without_a_secret_is_an_error_that_names_setting_and_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("key");
    for content in ["", " \n", "SUPERSECRET\nSUPERSECRET\n", &MARKER.repeat(2_000)] {
        std::fs::write(&path, content).unwrap();
        let error = with(&[("DOORSTEP_KISI__API_KEY_FILE", path.to_str().unwrap())]).unwrap_err();
        let (error, begin) = (error.to_string(), format!("`kisi.api_key_file` names {path:?}"));
        assert!(error.starts_with(&begin.replace('"', "")) && !error.contains(MARKER), "{error}");
    }
    std::fs::write(&path, "https://user:SUPERSECRET@mail.example\n").unwrap();
    let error = with(&[("DOORSTEP_MAIL__SMTP_URL_FILE", path.to_str().unwrap())]).unwrap_err();
    let (error, begin) = (error.to_string(), format!("`mail.smtp_url_file` names {path:?}, which"));
    assert!(error.starts_with(&begin.replace('"', "")) && !error.contains(MARKER), "{error}");
    std::fs::remove_file(&path).unwrap();
    let error = with(&[("DOORSTEP_MAIL__SMTP_URL_FILE", path.to_str().unwrap())]).unwrap_err();
    assert!(error.to_string().contains("which cannot be read: No such file"), "{error}");
}

#[test]
fn a_file_with_a_secret_that_others_can_read_is_exposed() {
    let folder = tempfile::tempdir().unwrap();
    let save = |name: &str, content: &str, mode| {
        let path = folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
        path
    };
    let exposed = |settings: &str, mode| {
        let path = save("doorstep.toml", settings, mode);
        load(Sources { file: Some(&path), ..Sources::default() }).unwrap().exposed
    };
    let [secret, none] = ["[kisi]\napi_key = \"a\"\n", "[kisi]\ntimeout = \"5s\"\n"];
    assert_eq!(exposed(secret, 0o640), [folder.path().join("doorstep.toml")]);
    assert!(exposed(secret, 0o600).is_empty() && exposed(none, 0o644).is_empty());

    let key = save("key", "a", 0o604);
    let file = format!("[kisi]\napi_key_file = {key:?}\n");
    assert_eq!(exposed(&file, 0o644), std::slice::from_ref(&key));
    save("key", "a", 0o400);
    assert!(exposed(&file, 0o644).is_empty());
}

#[test]
fn a_settings_file_that_cannot_be_read_is_an_error_that_names_it() {
    let folder = tempfile::tempdir().unwrap();
    let sources = Sources { file: Some(folder.path()), ..Sources::default() };
    let error = load(sources).unwrap_err().to_string();
    assert!(error.contains("cannot be read") && error.contains(folder.path().to_str().unwrap()));
}

#[test]
fn the_help_has_one_line_for_every_setting() {
    let help = help();
    assert!(help.contains("cache.fresh ") && help.contains("[15s]"), "{help}");
    assert_eq!(help.lines().count(), KEYS.len() + 1);
}
