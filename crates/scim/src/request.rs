//! A request as the provider takes it, and the parts of its address. No transport: whoever serves fills it in.

use std::fmt;

use crate::fault::Fault;
use crate::schema::Kind;

/// One request. Who asks, and whether they may, is settled before.
#[derive(Clone, Copy, Default)]
pub struct Request<'a> {
    /// The HTTP method, in capitals. Ask `GET` for a `HEAD` and leave the body out of the answer.
    pub method: &'a str,
    /// The path under the base address, as it stood in the request line: `/Users/7`.
    pub path: &'a str,
    /// The query without `?`, as it stood in the request line.
    pub query: &'a str,
    /// `Content-Type`.
    pub content_type: Option<&'a str>,
    /// `If-Match`.
    pub if_match: Option<&'a str>,
    /// `If-None-Match`.
    pub if_none_match: Option<&'a str>,
    /// The address under which clients reach this, without a slash at the end; for `Location` and `$ref`.
    pub base: &'a str,
    /// The body.
    pub body: &'a [u8],
}

/// Without the body, which may hold a password, and the query, which may hold names.
impl fmt::Debug for Request<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} ({} bytes)", self.method, self.path, self.body.len())
    }
}

/// What a path names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Route {
    /// All resources of all kinds.
    Root,
    /// `POST` search over these kinds.
    Search(Option<Kind>),
    /// All resources of a kind.
    Collection(Kind),
    /// One resource.
    One(Kind, String),
    /// Many requests in one.
    Bulk,
    /// The person who asks.
    Me,
    /// What the server can do.
    ServiceProviderConfig,
    /// Kinds of resources, or one of them.
    ResourceTypes(Option<String>),
    /// Schemas, or one of them.
    Schemas(Option<String>),
}

impl Route {
    /// Reads a path.
    pub(crate) fn read(path: &str) -> Result<Self, Fault> {
        let unknown = || Fault::new(404, "there is nothing at this address");
        let segments: Option<Vec<String>> = path
            .split('/')
            .filter(|segment| !segment.is_empty())
            .map(|segment| decode(segment, false))
            .collect();
        let segments = segments.ok_or_else(unknown)?;
        let names: Vec<&str> = segments.iter().map(String::as_str).collect();
        let kind = |name: &str| Kind::ALL.into_iter().find(|kind| kind.endpoint() == name);
        match *names.as_slice() {
            [] => Ok(Self::Root),
            [".search"] => Ok(Self::Search(None)),
            ["Bulk"] => Ok(Self::Bulk),
            ["Me", ..] => Ok(Self::Me),
            ["ServiceProviderConfig"] => Ok(Self::ServiceProviderConfig),
            ["ResourceTypes"] => Ok(Self::ResourceTypes(None)),
            ["ResourceTypes", name] => Ok(Self::ResourceTypes(Some(name.to_owned()))),
            ["Schemas"] => Ok(Self::Schemas(None)),
            ["Schemas", urn] => Ok(Self::Schemas(Some(urn.to_owned()))),
            [first] => kind(first).map(Self::Collection).ok_or_else(unknown),
            [first, ".search"] => kind(first)
                .map(|kind| Self::Search(Some(kind)))
                .ok_or_else(unknown),
            [first, id] => kind(first)
                .map(|kind| Self::One(kind, id.to_owned()))
                .ok_or_else(unknown),
            _ => Err(unknown()),
        }
    }

    /// The methods that it takes.
    pub(crate) fn methods(&self) -> &'static str {
        match self {
            Self::Search(_) | Self::Bulk => "POST",
            Self::Collection(_) => "GET, POST",
            Self::One(..) => "GET, PUT, PATCH, DELETE",
            _ => "GET",
        }
    }
}

/// Takes the percent signs out; `None` when they are wrong or the text is not UTF-8, or holds NUL.
pub(crate) fn decode(text: &str, plus_is_space: bool) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => hex(rest.next()?)? * 16 + hex(rest.next()?)?,
            b'+' if plus_is_space => b' ',
            other => other,
        });
    }
    String::from_utf8(bytes).ok().filter(|text| !text.contains('\0'))
}

fn hex(digit: u8) -> Option<u8> {
    let value = char::from(digit).to_digit(16)?;
    u8::try_from(value).ok()
}
