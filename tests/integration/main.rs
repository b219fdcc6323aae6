//! What visitors, brand teams and operators do, over real HTTP against the simulated Kisi.

mod command_line;
mod harness;
mod house;
mod landing;
mod limits;
mod secrecy;
mod server;
mod unlocking;
