//! A Doorstep server in front of the simulated Kisi, and visitors with a browser.

use std::path::Path;

use doorstep::{
    settings::{self, Sources},
    simulator::{Running, Simulator},
    web::Server,
};
use reqwest::{
    Certificate, Method, RequestBuilder, Response,
    header::{ACCEPT, HeaderMap, SET_COOKIE},
    redirect::Policy,
};
use scraper::{ElementRef, Html, Selector};
use serde_json::Value;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    sync::oneshot,
    task::JoinHandle,
};

use crate::fixtures::{ThemeFolder, wait_until};

/// A running server and the simulated Kisi behind it.
pub(crate) struct Doorstep {
    pub(crate) kisi: Simulator,
    pub(crate) api: Running,
    pub(crate) base_url: String,
    pub(crate) admin_url: String,
    pub(crate) redirect_url: Option<String>,
    stop: Option<oneshot::Sender<()>>,
    running: JoinHandle<()>,
    /// Kept until the server ends, because the server follows the files in it.
    _theme: Option<ThemeFolder>,
}

impl Doorstep {
    /// Starts with the default settings. `model` describes the links and doors of Kisi.
    pub(crate) async fn start(model: impl FnOnce(&Simulator)) -> Self {
        Self::start_with(&[], model).await
    }

    /// Starts with a theme of this content.
    pub(crate) async fn start_with_theme(toml: &str, model: impl FnOnce(&Simulator)) -> Self {
        let theme = ThemeFolder::new(toml);
        let started = Self::start_in(&theme, model).await;
        Self { _theme: Some(theme), ..started }
    }

    /// Starts with the `theme.toml` of this folder, and its `doorstep.toml` if there is one.
    pub(crate) async fn start_in(folder: &ThemeFolder, model: impl FnOnce(&Simulator)) -> Self {
        let (theme, settings) = (folder.theme(), folder.path("doorstep.toml"));
        let settings = settings.exists().then_some(settings.as_path());
        Self::start_from(settings, &[("theme.path", theme.to_str().unwrap())], model).await
    }

    /// Starts with these settings.
    pub(crate) async fn start_with(set: &[(&str, &str)], model: impl FnOnce(&Simulator)) -> Self {
        Self::start_from(None, set, model).await
    }

    async fn start_from(
        file: Option<&Path>,
        set: &[(&str, &str)],
        model: impl FnOnce(&Simulator),
    ) -> Self {
        let kisi = Simulator::new();
        model(&kisi);
        let api = kisi.listen("127.0.0.1:0").await.unwrap();
        let base_url = api.base_url();
        let own = [
            ("server.listen", "127.0.0.1:0"),
            ("admin.listen", "127.0.0.1:0"),
            ("server.workers", "1"),
            ("kisi.base_url", &base_url),
        ];
        let flags = own.iter().chain(set);
        let flags = flags.map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        let settings = settings::load(Sources { file, flags, ..Sources::default() }).unwrap();
        let scheme = if settings.tls.certificate.is_some() { "https" } else { "http" };
        let server = Server::bind(&settings).unwrap();
        let address = server.address().map(|address| address.to_string()).unwrap_or_default();
        let admin = server.admin_address().unwrap();
        let redirect = server.redirect_address().map(|address| address.unwrap());
        let (stop, stopped) = oneshot::channel::<()>();
        let running = tokio::spawn(async move {
            let shutdown = async {
                let _ = stopped.await;
            };
            server.run(shutdown).await.unwrap();
        });
        Self {
            kisi,
            api,
            base_url: format!("{scheme}://{address}"),
            admin_url: format!("http://{admin}"),
            redirect_url: redirect.map(|address| format!("http://{address}")),
            stop: Some(stop),
            running,
            _theme: None,
        }
    }

    /// A visitor who has the link with this secret.
    pub(crate) fn visitor(&self, secret: &str) -> Visitor {
        self.visitor_at(&format!("/links/{secret}"))
    }

    /// A visitor who opens this path.
    pub(crate) fn visitor_at(&self, path: &str) -> Visitor {
        Visitor::new(format!("{}{path}", self.base_url))
    }

    /// Sends this request line, with or without header lines, exactly as it is. Returns the whole
    /// answer.
    pub(crate) async fn raw_answer(&self, head: &str) -> String {
        self.raw_answer_to_body(head, "").await
    }

    /// The same with a body, after which nothing more is sent.
    pub(crate) async fn raw_answer_to_body(&self, head: &str, body: &str) -> String {
        let address = self.base_url.strip_prefix("http://").unwrap();
        let mut stream = TcpStream::connect(address).await.unwrap();
        let request = format!("{head}\r\nHost: {address}\r\nConnection: close\r\n\r\n{body}");
        stream.write_all(request.as_bytes()).await.unwrap();
        if !body.is_empty() {
            stream.shutdown().await.unwrap();
        }
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        answer
    }

    /// Requests this path, and resets the connection when the request has arrived at Kisi or has
    /// been answered.
    pub(crate) async fn requests_and_resets(&self, path: &str) {
        let address = self.base_url.strip_prefix("http://").unwrap();
        let calls = self.kisi.requests().len();
        let mut stream = TcpStream::connect(address).await.unwrap();
        let request = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\n\r\n");
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = [0; 1];
        let answered = stream.read(&mut answer);
        let asked = async {
            while self.kisi.requests().len() == calls {
                tokio::task::yield_now().await;
            }
        };
        tokio::select! {
            _ = answered => {}
            () = asked => {}
        }
        stream.set_zero_linger().unwrap();
    }

    pub(crate) async fn metrics(&self) -> String {
        let answer = get(&format!("{}/metrics", self.admin_url)).await.unwrap();
        answer.text().await.unwrap()
    }

    /// Ends the server and waits until it has ended. The simulated Kisi answers until then.
    pub(crate) async fn stop(mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        self.running.await.unwrap();
    }
}

/// An HTTP client with its own cookies, that neither decodes bodies nor follows redirects.
pub(crate) fn http() -> reqwest::Client {
    // Without the certificates of the system, which take long to read.
    client([])
}

fn client(trusted: impl IntoIterator<Item = Certificate>) -> reqwest::Client {
    // An error says that another test has installed it already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let plain = reqwest::Client::builder().no_gzip().no_brotli().redirect(Policy::none());
    plain.cookie_store(true).tls_certs_only(trusted).build().unwrap()
}

/// The answer to a `GET`.
pub(crate) async fn get(url: &str) -> reqwest::Result<Response> {
    http().get(url).send().await
}

/// What this address answers to a request for JSON.
pub(crate) async fn get_json(url: &str) -> Value {
    let answer = http().get(url).header(ACCEPT, "application/json").send().await.unwrap();
    answer.json().await.unwrap()
}

/// A visitor with a browser, which keeps cookies.
pub(crate) struct Visitor {
    pub(crate) url: String,
    browser: reqwest::Client,
    headers: HeaderMap,
}

impl Visitor {
    fn new(url: String) -> Self {
        Self { url, browser: http(), headers: HeaderMap::new() }
    }

    /// The same visitor, whose browser adds this header to every request.
    pub(crate) fn sending(mut self, name: &'static str, value: &str) -> Self {
        self.headers.insert(name, value.parse().unwrap());
        self
    }

    /// The same visitor, with a new browser that trusts this certificate alone.
    pub(crate) fn trusting(self, certificate: &Certificate) -> Self {
        self.trusting_any(std::slice::from_ref(certificate))
    }

    /// The same visitor, with a new browser that trusts these certificates.
    pub(crate) fn trusting_any(mut self, certificates: &[Certificate]) -> Self {
        self.browser = client(certificates.iter().cloned());
        self
    }

    /// The same visitor, with a new browser that trusts this certificate alone and speaks only
    /// HTTP/1.1.
    pub(crate) fn speaking_http1(mut self, certificate: &Certificate) -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let browser = reqwest::Client::builder().no_gzip().no_brotli().redirect(Policy::none());
        let browser = browser.tls_certs_only([certificate.clone()]).http1_only();
        self.browser = browser.build().unwrap();
        self
    }

    /// A request to the visitor's own URL.
    pub(crate) fn request(&self, method: Method) -> RequestBuilder {
        self.browser.request(method, &self.url).headers(self.headers.clone())
    }

    /// The page as it is now. From the waiting page, the visitor comes back like a browser does,
    /// only at once and not after a second. Like a browser, it tries again if the server has closed
    /// the idle connection, perhaps with the status 408.
    pub(crate) async fn page(&self) -> Page {
        let mut answer = self.request(Method::GET).send().await.unwrap();
        while answer.headers().contains_key("refresh") {
            // The connection is used again once the answer has been read.
            answer.bytes().await.unwrap();
            answer = match self.request(Method::GET).send().await {
                Ok(answer) if answer.status() != 408 => answer,
                _closed => self.request(Method::GET).send().await.unwrap(),
            };
        }
        Page::read(answer).await
    }

    /// The page that is answered first, which may be the waiting page.
    pub(crate) async fn first_page(&self) -> Page {
        Page::read(self.request(Method::GET).send().await.unwrap()).await
    }

    /// The page's JSON.
    pub(crate) async fn json(&self) -> Json {
        let request = self.request(Method::GET).header(ACCEPT, "application/json");
        Json::read(request.send().await.unwrap()).await
    }

    /// Loads the page again and again until it is as `expected`.
    pub(crate) async fn waits_for(&self, what: &str, expected: impl Fn(&Page) -> bool) {
        wait_until(what, async || expected(&self.page().await)).await;
    }

    /// Sends the form with this door. Returns the answer, before any redirect is followed.
    pub(crate) async fn submits(&self, door: &str) -> Response {
        self.request(Method::POST).form(&[("door", door)]).send().await.unwrap()
    }

    /// Presses the button of the door with this name, as a browser without script does. Returns
    /// the page to which it is redirected.
    pub(crate) async fn taps(&self, door: &str) -> Page {
        let id = self.page().await.door_id(door);
        let answer = self.submits(&id).await;
        assert_eq!(answer.status(), 303);
        let own_url = url::Url::parse(&self.url).unwrap();
        let target = own_url.join(answer.headers()["location"].to_str().unwrap()).unwrap();
        assert_eq!(target, own_url);
        self.page().await
    }

    /// Unlocks the door with this id, as the script of the page does.
    pub(crate) async fn taps_by_script(&self, door: impl ToString) -> Json {
        let request = self.request(Method::POST).header(ACCEPT, "application/json");
        let answer = request.form(&[("door", door.to_string())]).send().await;
        Json::read(answer.unwrap()).await
    }
}

/// A JSON answer.
#[derive(Debug)]
pub(crate) struct Json {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Value,
}

impl Json {
    pub(crate) async fn read(answer: Response) -> Self {
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        Self { status, headers, body: answer.json().await.unwrap() }
    }

    pub(crate) fn code(&self) -> &str {
        self.body["code"].as_str().unwrap_or_default()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

/// An HTML answer.
pub(crate) struct Page {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) source: String,
    html: Html,
}

impl Page {
    async fn read(answer: Response) -> Self {
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        let source = answer.text().await.unwrap();
        Self { status, headers, html: Html::parse_document(&source), source }
    }

    fn all(&self, selector: &str) -> Vec<ElementRef<'_>> {
        self.html.select(&Selector::parse(selector).unwrap()).collect()
    }

    fn one(&self, selector: &str) -> ElementRef<'_> {
        let found = self.all(selector);
        assert_eq!(found.len(), 1, "{selector} in {}", self.source);
        found[0]
    }

    /// Each door as `name: state`.
    pub(crate) fn doors(&self) -> Vec<String> {
        let buttons = self.all("form[method=post] button[name=door]");
        let seen = buttons.iter().map(|button| {
            let name = button.select(&Selector::parse(".name").unwrap()).next().unwrap();
            format!("{}: {}", text(name), button.value().attr("data-state").unwrap())
        });
        seen.collect()
    }

    /// The words on each door's button: its name, its note, and what a tap does.
    pub(crate) fn buttons(&self) -> Vec<String> {
        self.all("button[name=door] .words").into_iter().map(text).collect()
    }

    /// The text of each element that matches this selector.
    pub(crate) fn texts(&self, selector: &str) -> Vec<String> {
        self.all(selector).into_iter().map(text).collect()
    }

    /// An attribute of the one element that matches this selector.
    pub(crate) fn attribute(&self, selector: &str, name: &str) -> &str {
        self.one(selector).value().attr(name).unwrap_or_default()
    }

    /// The id that the button of this door sends.
    pub(crate) fn door_id(&self, door: &str) -> String {
        let button = self.all("button[name=door]").into_iter().find(|it| text(*it).contains(door));
        button.unwrap().value().attr("value").unwrap().to_owned()
    }

    /// Which page this is, as a code: `doors`, `expired` or another.
    pub(crate) fn state(&self) -> &str {
        self.one("body").value().attr("data-state").unwrap()
    }

    /// The name and the value that the button of a confirmation question sends.
    pub(crate) fn confirmation(&self) -> (String, String) {
        let button = self.one(".sheet button[form=doors]").value();
        let attribute = |name| button.attr(name).unwrap().to_owned();
        (attribute("name"), attribute("value"))
    }

    /// The text of the status region, which shows the result of the last tap.
    pub(crate) fn status_text(&self) -> String {
        text(self.one("[role=status]"))
    }

    pub(crate) fn heading(&self) -> String {
        text(self.one("h1"))
    }

    pub(crate) fn place_headings(&self) -> Vec<String> {
        self.all("form h2").into_iter().map(text).collect()
    }

    pub(crate) fn title(&self) -> String {
        text(self.one("title"))
    }

    pub(crate) fn language(&self) -> &str {
        self.one("html").value().attr("lang").unwrap()
    }

    /// The line that a stale door list has, which says how old it is.
    pub(crate) fn as_of(&self) -> Option<String> {
        self.all(".as-of").into_iter().map(text).next()
    }

    pub(crate) fn contact(&self) -> String {
        text(self.one(".contact"))
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub(crate) fn cookies_set(&self) -> usize {
        self.headers.get_all(SET_COOKIE).iter().count()
    }
}

/// The text of an element, without Unicode isolates and with single spaces.
fn text(element: ElementRef<'_>) -> String {
    let text: String = element.text().collect::<Vec<_>>().join(" ");
    let text = text.replace(['\u{2068}', '\u{2069}'], "");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
