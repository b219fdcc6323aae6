//! Binds the addresses that the server listens on.

use std::{
    fs,
    io::{self, ErrorKind},
    net::{SocketAddr, TcpListener},
    os::unix::{
        fs::{FileTypeExt as _, PermissionsExt as _},
        net::{UnixListener, UnixStream},
    },
    path::Path,
};

use rustix::net::sockopt;

use super::{connection::Listener, start_error::StartError};
use crate::settings::Listen;

/// How many clients may wait to be accepted: a crowd that opens its links at once.
const BACKLOG: i32 = 4096;
/// How many bytes of answers the system keeps for a client that does not read them, and how many of
/// its requests it keeps meanwhile. By default they are megabytes, and a thousand such clients would
/// use up the system's memory for TCP. A page has less than 10 kB, the largest request 36 KiB.
const SEND_BUFFER: usize = 128 * 1024;
const RECEIVE_BUFFER: usize = 64 * 1024;
/// The socket file's owner and group may connect. A proxy that runs as another user needs the group.
const SOCKET_MODE: u32 = 0o660;

/// Listens on the address in `setting`.
pub(super) fn listen(setting: &'static str, at: &Listen) -> Result<Listener, StartError> {
    let listener = match at {
        Listen::Tcp(address) => tcp(*address).map(Listener::Tcp),
        Listen::Unix(path) => unix(path).map(Listener::Unix),
    };
    listener.map_err(|source| StartError::Listen { setting, address: at.clone(), source })
}

fn tcp(address: SocketAddr) -> io::Result<TcpListener> {
    let listener = TcpListener::bind(address)?;
    // The standard library listens with a backlog of 128; listening again changes only that.
    rustix::net::listen(&listener, BACKLOG)?;
    // Every accepted connection inherits them.
    sockopt::set_socket_send_buffer_size(&listener, SEND_BUFFER)?;
    sockopt::set_socket_recv_buffer_size(&listener, RECEIVE_BUFFER)?;
    Ok(listener)
}

/// Replaces the socket file of a server that has ended. No server removes its file when it ends,
/// because another one may have replaced it by then.
fn unix(path: &Path) -> io::Result<UnixListener> {
    let is_socket = fs::symlink_metadata(path).is_ok_and(|file| file.file_type().is_socket());
    if is_socket
        && UnixStream::connect(path)
            .is_err_and(|error| error.kind() == ErrorKind::ConnectionRefused)
    {
        fs::remove_file(path)?;
    }
    let listener = UnixListener::bind(path)?;
    fs::set_permissions(path, fs::Permissions::from_mode(SOCKET_MODE))?;
    Ok(listener)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_socket_of_a_server_that_crashed_is_replaced_and_that_of_a_running_one_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("doorstep.sock");
        let crashed = unix(&path).unwrap();
        assert!(unix(&path).is_err());
        drop(crashed);
        let listener = unix(&path).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, SOCKET_MODE);
        drop(listener);
        fs::remove_file(&path).unwrap();
        fs::write(&path, "a file").unwrap();
        assert!(unix(&path).is_err() && path.exists());
    }
}
