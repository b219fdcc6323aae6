//! The requests of visitors.

/// What a browser on Android sends with every page, besides `Host`.
const PHONE: &str = "Connection: keep-alive\r\n\
    sec-ch-ua: \"Google Chrome\";v=\"143\", \"Chromium\";v=\"143\", \"Not A(Brand\";v=\"24\"\r\n\
    sec-ch-ua-mobile: ?1\r\n\
    sec-ch-ua-platform: \"Android\"\r\n\
    Upgrade-Insecure-Requests: 1\r\n\
    User-Agent: Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) \
    Chrome/143.0.0.0 Mobile Safari/537.36\r\n\
    Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,\
    image/apng,*/*;q=0.8,application/signed-exchange;v=b3;q=0.7\r\n\
    Sec-Fetch-Site: none\r\n\
    Sec-Fetch-Mode: navigate\r\n\
    Sec-Fetch-User: ?1\r\n\
    Sec-Fetch-Dest: document\r\n\
    Accept-Language: de-DE,de;q=0.9,en-US;q=0.8,en;q=0.7\r\n";
const PHONE_ENCODINGS: &str = "Accept-Encoding: gzip, deflate, br, zstd\r\n";
/// What the script of the page sends with a tap, besides `Host`.
const TAP: &str = "Connection: keep-alive\r\n\
    Content-Length: 6\r\n\
    sec-ch-ua-platform: \"Android\"\r\n\
    User-Agent: Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) \
    Chrome/143.0.0.0 Mobile Safari/537.36\r\n\
    Accept: application/json\r\n\
    sec-ch-ua: \"Google Chrome\";v=\"143\", \"Chromium\";v=\"143\", \"Not A(Brand\";v=\"24\"\r\n\
    Content-Type: application/x-www-form-urlencoded;charset=UTF-8\r\n\
    sec-ch-ua-mobile: ?1\r\n\
    Origin: null\r\n\
    Sec-Fetch-Site: same-origin\r\n\
    Sec-Fetch-Mode: cors\r\n\
    Sec-Fetch-Dest: empty\r\n\
    Accept-Encoding: gzip, deflate, br, zstd\r\n\
    Accept-Language: de-DE,de;q=0.9,en-US;q=0.8,en;q=0.7\r\n";

/// What is requested of a link.
#[derive(Clone, Copy)]
pub(crate) enum Request {
    /// The page, with no header but `Host`.
    Bare,
    /// The page, as a phone asks for it.
    Phone,
    /// The page, as a phone asks for it that cannot decompress.
    PhoneUncompressed,
    /// The door list as JSON, which needs no page.
    List,
    /// A tap on the first door that all links of [`Links::Shared`] open.
    Tap,
    /// The door list, asked of Kisi without `doorstep`.
    DirectList,
    /// The same for a tap.
    DirectTap,
}

/// What the links open. See [`super::kisi`].
#[derive(Clone, Copy)]
pub(crate) enum Links {
    /// All links open the same doors.
    Shared,
    /// Each link opens doors of its own.
    Different,
    /// Kisi refuses all of them.
    Wrong,
}

impl Request {
    /// The whole request for the link with this number.
    pub(crate) fn text(self, links: Links, number: u64) -> String {
        let letter = match links {
            Links::Shared => 's',
            Links::Different => 'w',
            Links::Wrong => 'x',
        };
        let secret = format!("{letter}{number}");
        let line =
            |method| format!("{method} /links/{secret} HTTP/1.1\r\nHost: localhost:8080\r\n");
        let direct = format!("Host: localhost\r\nAuthorization: KISI-GROUP-LINK {secret}\r\n");
        match self {
            Self::Bare => format!("{}\r\n", line("GET")),
            Self::Phone => format!("{}{PHONE}{PHONE_ENCODINGS}\r\n", line("GET")),
            Self::PhoneUncompressed => format!("{}{PHONE}\r\n", line("GET")),
            Self::List => format!("{}Accept: application/json\r\n\r\n", line("GET")),
            Self::Tap => format!("{}{TAP}\r\ndoor=1", line("POST")),
            Self::DirectList => format!("GET /locks?limit=250&offset=0 HTTP/1.1\r\n{direct}\r\n"),
            Self::DirectTap => {
                format!("POST /locks/1/unlock HTTP/1.1\r\n{direct}Content-Length: 2\r\n\r\n{{}}")
            }
        }
    }
}
