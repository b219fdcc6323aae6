//! A body in pieces, which are sent one after the other and never copied together.

use std::{
    convert::Infallible,
    pin::Pin,
    task::{Context, Poll},
};

use actix_web::body::{BodySize, MessageBody};
use bytes::Bytes;

/// The pieces that are still to be sent.
pub(super) struct Pieces<const COUNT: usize>(std::array::IntoIter<Bytes, COUNT>);

impl<const COUNT: usize> Pieces<COUNT> {
    /// The pieces in their order. Some may be empty.
    pub(super) fn new(pieces: [Bytes; COUNT]) -> Self {
        Self(pieces.into_iter())
    }
}

impl<const COUNT: usize> MessageBody for Pieces<COUNT> {
    type Error = Infallible;

    fn size(&self) -> BodySize {
        let bytes: usize = self.0.as_slice().iter().map(Bytes::len).sum();
        BodySize::Sized(bytes as u64)
    }

    fn poll_next(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Self::Error>>> {
        Poll::Ready(self.get_mut().0.find(|piece| !piece.is_empty()).map(Ok))
    }
}

#[cfg(test)]
mod tests {
    use actix_web::{body::to_bytes, rt::System};

    use super::*;

    #[test]
    fn all_pieces_are_sent_in_their_order() {
        let pieces = ["Main ", "", "entrance", ""].map(|text| Bytes::from_static(text.as_bytes()));
        let body = Pieces::new(pieces);
        assert_eq!(body.size(), BodySize::Sized(13));
        let sent = System::new().block_on(to_bytes(body)).unwrap();
        assert_eq!(sent, "Main entrance");
    }
}
