//! Accepts connections and passes them to HTTP/1.1 or HTTP/2.

use std::{
    fmt, io,
    net::{IpAddr, SocketAddr},
    os::unix,
    rc::Rc,
    sync::Arc,
    time::{Duration, Instant},
};

use actix_http::{Extensions, HttpService, KeepAlive, Request, Response};
use actix_server::{GracefulShutdownSignal, Server};
use actix_service::{
    IntoServiceFactory, Service, ServiceFactory, ServiceFactoryExt as _, fn_factory, fn_service,
    map_config,
};
use actix_web::{Error, body::MessageBody, dev::AppConfig};
use futures_util::future::LocalBoxFuture;
use rustls::ServerConfig;
use tokio::{
    net::{TcpStream, UnixStream},
    select,
    time::timeout,
};
use tokio_rustls::TlsAcceptor;

use super::{
    activity::SLOWEST_HEAD,
    http2,
    limits::{Admission, ConnectionLimits},
    stream::{Stream, Transport},
};

/// How long a TLS handshake may take.
const SLOWEST_HANDSHAKE: Duration = Duration::from_secs(3);
/// How long a client may take to read the end of an answer after which the connection is closed.
const SLOWEST_CLOSE: Duration = Duration::from_secs(1);

/// A socket that accepts connections.
#[derive(Debug)]
pub(in crate::web) enum Listener {
    Tcp(std::net::TcpListener),
    Unix(unix::net::UnixListener),
}

impl Listener {
    /// Its address. Fails for a Unix socket.
    pub(in crate::web) fn address(&self) -> io::Result<SocketAddr> {
        match self {
            Self::Tcp(listener) => listener.local_addr(),
            Self::Unix(_) => Err(io::ErrorKind::Unsupported.into()),
        }
    }
}

/// How connections are served.
#[derive(Clone)]
pub(in crate::web) struct Serving {
    pub(in crate::web) limits: Arc<ConnectionLimits>,
    /// Whether the limit per address does not concern this peer.
    pub(in crate::web) is_exempt: Arc<dyn Fn(IpAddr) -> bool + Send + Sync>,
    pub(in crate::web) tls: Option<Arc<ServerConfig>>,
    pub(in crate::web) workers: usize,
    /// How long a stopping server waits for requests under way, in seconds.
    pub(in crate::web) drain: u64,
}

/// A server that answers requests on `listener` with `app`. It runs when it is awaited.
pub(in crate::web) fn server<F, I, S, B>(
    listener: Listener,
    serving: Serving,
    app: F,
) -> io::Result<Server>
where
    F: Fn() -> I + Send + Clone + 'static,
    I: IntoServiceFactory<S, Request>,
    S: ServiceFactory<Request, Config = AppConfig> + 'static,
    S::Error: Into<Error>,
    S::InitError: fmt::Debug,
    S::Response: Into<Response<B>>,
    B: MessageBody + 'static,
{
    let builder = Server::build()
        .workers(serving.workers)
        // `ConnectionLimits` limits them.
        .max_concurrent_connections(usize::MAX / 2)
        .shutdown_timeout(serving.drain)
        .disable_signals();
    let shutdown = builder.graceful_shutdown_signal();
    let builder = match listener {
        Listener::Tcp(listener) => builder.listen("web", listener, move || {
            let (app, serving, shutdown) = (app.clone(), serving.clone(), shutdown.clone());
            fn_factory(move || {
                worker::<TcpStream, _, _, _, _>(app(), serving.clone(), shutdown.clone())
            })
        })?,
        Listener::Unix(listener) => builder.listen_uds("web", listener, move || {
            let (app, serving, shutdown) = (app.clone(), serving.clone(), shutdown.clone());
            fn_factory(move || {
                worker::<UnixStream, _, _, _, _>(app(), serving.clone(), shutdown.clone())
            })
        })?,
    };
    Ok(builder.run())
}

/// A connection before any handshake.
enum Accepted {
    Tcp(TcpStream),
    Unix(UnixStream),
}

impl From<TcpStream> for Accepted {
    fn from(stream: TcpStream) -> Self {
        Self::Tcp(stream)
    }
}

impl From<UnixStream> for Accepted {
    fn from(stream: UnixStream) -> Self {
        Self::Unix(stream)
    }
}

impl Accepted {
    /// The address of the client; a Unix socket has none. Fails if the client is gone already.
    fn peer(&self) -> io::Result<Option<SocketAddr>> {
        match self {
            Self::Tcp(stream) => stream.peer_addr().map(Some),
            Self::Unix(_) => Ok(None),
        }
    }
}

/// Serves the requests on one stream.
type Serve = Rc<dyn Fn(Stream, Option<SocketAddr>) -> LocalBoxFuture<'static, ()>>;

/// What serves connections on one thread.
#[derive(Clone)]
struct Worker {
    serving: Serving,
    tls: Option<TlsAcceptor>,
    http1: Serve,
    http2: Serve,
}

/// Sets up one worker thread: the service of its connections.
async fn worker<Io, I, S, B, E>(
    app: I,
    serving: Serving,
    shutdown: GracefulShutdownSignal,
) -> Result<impl Service<Io, Response = (), Error = ()>, ()>
where
    Io: Into<Accepted> + 'static,
    I: IntoServiceFactory<S, Request>,
    S: ServiceFactory<Request, Config = AppConfig, InitError = E> + 'static,
    S::Error: Into<Error>,
    S::Response: Into<Response<B>>,
    B: MessageBody + 'static,
    E: fmt::Debug,
{
    let app = app.into_factory().map_err(|error| error.into().error_response());
    let app = map_config(app, |()| AppConfig::default()).map(Into::<Response<B>>::into);
    let app = app.new_service(()).await.map_err(|error| {
        tracing::error!(?error, "a worker thread cannot be set up");
    })?;
    let app = Rc::new(app);

    let service = Rc::clone(&app);
    let signal = shutdown.clone();
    let http1 = HttpService::build()
        // `Stream` limits the time between requests.
        .keep_alive(KeepAlive::Os)
        .client_request_timeout(SLOWEST_HEAD)
        .client_disconnect_timeout(SLOWEST_CLOSE)
        .graceful_shutdown_signal(move || {
            let signal = signal.clone();
            async move { signal.notified().await }
        })
        .on_connect_ext(|stream: &Stream, data: &mut Extensions| {
            data.insert(Arc::clone(&stream.connection));
        })
        .h1(fn_service(move |request| service.call(request)));
    let http1 = Rc::new(http1.new_service(()).await?);

    let worker = Worker {
        tls: serving.tls.clone().map(TlsAcceptor::from),
        serving,
        // An error means that the client is gone or was too slow.
        http1: Rc::new(move |stream, peer| {
            let served = http1.call((stream, peer));
            Box::pin(async move { drop(served.await) })
        }),
        http2: Rc::new(move |stream, peer| {
            let served = http2::serve(stream, peer, Rc::clone(&app), shutdown.clone());
            Box::pin(async move { drop(served.await) })
        }),
    };
    Ok(fn_service(move |stream: Io| {
        let (worker, accepted) = (worker.clone(), stream.into());
        async move {
            worker.serve(accepted).await;
            Ok(())
        }
    }))
}

impl Worker {
    async fn serve(&self, accepted: Accepted) {
        // Without an address, the client would be taken for a proxy on a Unix socket.
        let Ok(peer) = accepted.peer() else { return };
        let counted = peer.map(|peer| peer.ip()).filter(|peer| !(self.serving.is_exempt)(*peer));
        let Some(admission) = self.serving.limits.admit(counted).await else { return };
        let Some((transport, serve)) = self.handshake(accepted, &admission).await else { return };
        admission.connection.shook_hands(Instant::now());
        let limits = Arc::clone(&self.serving.limits);
        let stream = Stream::new(transport, Arc::clone(&admission.connection), limits);
        serve(stream, peer).await;
    }

    /// Speaks TLS if the server does. Returns what serves the protocol that was agreed on.
    async fn handshake(
        &self,
        accepted: Accepted,
        admission: &Admission,
    ) -> Option<(Transport, &Serve)> {
        let stream = match accepted {
            Accepted::Unix(stream) => return Some((Transport::Unix(stream), &self.http1)),
            Accepted::Tcp(stream) => stream,
        };
        // Without it, the end of an answer may wait for the client's acknowledgement.
        stream.set_nodelay(true).ok()?;
        let Some(tls) = &self.tls else { return Some((Transport::Tcp(stream), &self.http1)) };
        let handshake = timeout(SLOWEST_HANDSHAKE, tls.accept(stream));
        let stream = select! {
            stream = handshake => stream.ok()?.ok()?,
            () = admission.connection.closing() => return None,
        };
        let is_http2 = stream.get_ref().1.alpn_protocol() == Some(b"h2");
        let serve = if is_http2 { &self.http2 } else { &self.http1 };
        Some((Transport::Tls(Box::new(stream)), serve))
    }
}
