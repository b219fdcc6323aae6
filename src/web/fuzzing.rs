//! What visitors and proxies send, for fuzzers.
#![expect(clippy::missing_panics_doc, reason = "a panic is how a fuzzer finds a bug")]

use std::{
    net::{IpAddr, Ipv4Addr},
    sync::LazyLock,
};

use actix_web::{
    http::header::{HeaderMap, HeaderName, HeaderValue},
    web::Query,
};
use ipnet::IpNet;
use jiff::Timestamp;

use super::{
    client::Client,
    form::{Fields, Tap},
    proxies::Proxies,
    tap_cookie::TapCookie,
};
use crate::{
    access::{DoorId, FingerprintKey, LinkSecret, TapResult},
    settings::ClientAddress,
};

/// The body of a tap.
pub fn form(data: &[u8]) {
    let body = String::from_utf8_lossy(data);
    let Ok(fields) = Query::<Fields>::from_query(&body) else { return };
    let tap = Tap::new(fields.into_inner());
    assert!(tap.door.is_some() || !tap.confirmed);
}

/// A cookie with the result of a tap: as the visitor's browser sends it, and altered.
pub fn cookie(data: &[u8]) {
    static KEY: LazyLock<Option<FingerprintKey>> = LazyLock::new(|| FingerprintKey::random().ok());
    let (Some(key), Ok(secret)) = (&*KEY, LinkSecret::parse("s3cret")) else { return };
    let (link, now) = (key.fingerprint(&secret), Timestamp::UNIX_EPOCH);
    let text = String::from_utf8_lossy(data);
    assert_eq!(TapCookie::parse(&text, key, link, now), None);

    let number = data.iter().fold(0, |sum: u64, byte| sum.wrapping_mul(257) ^ u64::from(*byte));
    let results: Vec<TapResult> = TapResult::all().collect();
    let result = results[data.first().map_or(0, |first| usize::from(*first)) % results.len()];
    let tap = TapCookie { door: Some(DoorId(number)), result, reference: None };
    let signed = tap.sign(key, link, now);
    assert_eq!(TapCookie::parse(&signed, key, link, now), Some(tap));
    let altered = [format!("{text}{signed}"), format!("{signed}{text}")];
    for altered in altered.iter().filter(|altered| **altered != signed) {
        assert_eq!(TapCookie::parse(altered, key, link, now), None, "{altered}");
    }
}

/// The lines of `X-Forwarded-For` or `Forwarded` that a client sends directly, and through a trusted
/// proxy.
pub fn forwarded(data: &[u8]) {
    let lines = data.split(|byte| *byte == b'\n').filter_map(|it| HeaderValue::from_bytes(it).ok());
    let lines: Vec<_> = lines.collect();
    let [proxy, other] = [[10, 0, 0, 1], [203, 0, 113, 9]].map(|it| IpAddr::V4(Ipv4Addr::from(it)));
    let trusted: Vec<IpNet> = "10.0.0.0/8".parse().into_iter().collect();
    let proxies = Proxies::new(trusted, ClientAddress::None);
    for (name, own) in [("x-forwarded-for", "203.0.113.9"), ("forwarded", "for=203.0.113.9")] {
        let name = HeaderName::from_static(name);
        let mut headers = HeaderMap::new();
        for line in &lines {
            headers.append(name.clone(), line.clone());
        }
        assert_eq!(proxies.client(Some(other), &headers), Client::at(other));
        let _ = proxies.client(Some(proxy), &headers);

        // What a client puts before the list that its proxy makes never names another client.
        headers.append(name, HeaderValue::from_static(own));
        assert_eq!(proxies.client(Some(proxy), &headers), Client::at(other));
    }
}
