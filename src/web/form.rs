//! Reads the form of a tap, within a time limit.

use std::time::Duration;

use actix_web::{
    FromRequest as _, HttpRequest, dev::Payload, error::UrlencodedError, http::StatusCode,
    web::Form,
};
use serde::Deserialize;
use tokio::time::timeout;

use super::{connection::connection_of, error::Error};
use crate::access::DoorId;

/// How long a client may take to send the form.
const SLOWEST_BODY: Duration = Duration::from_secs(10);

/// The form that a door's button submits, or the button that answers the question.
#[derive(Deserialize)]
pub(super) struct Fields {
    door: Option<String>,
    confirmed: Option<String>,
}

/// One tap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tap {
    /// `None` if the form names no door, or not by a number.
    pub(super) door: Option<DoorId>,
    /// Whether the visitor confirmed this door.
    pub(super) confirmed: bool,
}

impl Tap {
    pub(super) fn new(fields: Fields) -> Self {
        let number = |text: Option<String>| text?.parse().ok().map(DoorId);
        let confirmed = number(fields.confirmed);
        let door = if fields.door.is_some() { number(fields.door) } else { confirmed };
        Self { door, confirmed: door.is_some() && confirmed == door }
    }

    /// Reads the tap in the body of a request. A form that cannot be parsed names no door. A body
    /// that is not a form, or is incomplete, too large or too slow, is an error and not a tap.
    pub(super) async fn read(request: &HttpRequest, mut body: Payload) -> Result<Self, Error> {
        let connection = connection_of(request);
        let _receiving = connection.as_ref().map(|connection| connection.receives_body());
        let form = timeout(SLOWEST_BODY, Form::<Fields>::from_request(request, &mut body)).await;
        match form.map_err(|_elapsed| Error::BadRequest(StatusCode::REQUEST_TIMEOUT))? {
            Ok(Form(fields)) => Ok(Self::new(fields)),
            Err(error) => match error.as_error::<UrlencodedError>() {
                Some(UrlencodedError::Parse(_)) => Ok(Self { door: None, confirmed: false }),
                _ => Err(Error::BadRequest(error.as_response_error().status_code())),
            },
        }
    }
}
