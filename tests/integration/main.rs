//! What visitors, brand teams and operators do, over real HTTP against the simulated Kisi.

#![expect(clippy::unwrap_used, reason = "this is all test code, helpers included")]

mod audit;
mod brand;
mod command_line;
mod confirm;
mod connections;
mod ended_links;
mod fixtures;
mod harness;
mod headers;
mod hostile;
mod house;
mod http2;
mod https;
mod imports;
mod kisi_fails;
mod landing;
mod limits;
mod links;
mod log;
mod mails;
mod many_mails;
mod mistakes;
mod operator;
mod preview;
mod program;
mod qr;
mod secrecy;
mod server;
mod smtp;
mod starter;
mod taps;
mod texts;
mod unlocking;
mod waiting;
