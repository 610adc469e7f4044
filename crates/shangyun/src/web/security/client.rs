//! From which machine a request comes: the other end of the connection or, behind a proxy that is trusted by
//! configuration, the address this proxy names. Nobody else's word about addresses counts.

use axum::extract::connect_info::ConnectInfo;
use axum::extract::{FromRequestParts, Request};
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::Response;
use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;
use std::sync::Arc;

use crate::web::layout::site::Site;

/// The machine a request comes from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Client(Option<IpAddr>);

/// Addresses whose first bits are the same, such as `10.1.0.0/16`, or a single one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Network {
    address: u128,
    bits: u32,
}

impl Network {
    /// Whether an address belongs to it.
    pub fn holds(self, address: IpAddr) -> bool {
        let kept = u128::MAX.checked_shl(128 - self.bits).unwrap_or(0);
        wide(address) & kept == self.address & kept
    }
}

impl FromStr for Network {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is neither an address nor a network such as `10.1.0.0/16`");
        let (address, bits) = text.split_once('/').map_or((text, None), |(address, bits)| (address, Some(bits)));
        let address: IpAddr = address.parse().map_err(|_| wrong())?;
        let own = if address.is_ipv4() { 32 } else { 128 };
        let bits: u32 = bits.map_or(Ok(own), |bits| bits.parse().map_err(|_| wrong()))?;
        if bits > own {
            return Err(wrong());
        }
        Ok(Self { address: wide(address), bits: bits + (128 - own) })
    }
}

/// Every address as one of 128 bits; those of version 4 as version 6 maps them.
fn wide(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(address) => u128::from(address.to_ipv6_mapped()),
        IpAddr::V6(address) => u128::from(address),
    }
}

impl Client {
    /// The client of a request, as far as the connection and trusted proxies tell.
    pub fn of(parts: &Parts) -> Self {
        parts.extensions.get::<Self>().copied().unwrap_or(Self(None))
    }

    /// What stands for it in counts: the address; of version 6 the network of one household.
    pub fn key(self) -> String {
        match self.0 {
            Some(IpAddr::V6(address)) if address.to_ipv4_mapped().is_none() => {
                let [a, b, c, d, ..] = address.segments();
                format!("{a:x}:{b:x}:{c:x}:{d:x}")
            }
            Some(address) => address.to_canonical().to_string(),
            None => "unknown".to_owned(),
        }
    }
}

impl<S: Sync> FromRequestParts<S> for Client {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::of(parts))
    }
}

/// Middleware: puts the client into the request.
pub async fn know(mut request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip().to_canonical());
    let site = request.extensions().get::<Arc<Site>>();
    let proxies = site.map_or(&[][..], |site| site.proxies.as_slice());
    let named = request.headers().get_all("x-forwarded-for").iter().filter_map(|line| line.to_str().ok());
    let named: Vec<&str> = named.flat_map(|line| line.split(',')).map(str::trim).collect();
    let client = Client(seen_through(peer, &named, proxies));
    request.extensions_mut().insert(client);
    next.run(request).await
}

/// The nearest address that is no trusted proxy: the peer, or what the proxies say, read from the near end.
fn seen_through(peer: Option<IpAddr>, named: &[&str], proxies: &[Network]) -> Option<IpAddr> {
    let mut nearest = peer?;
    for name in named.iter().rev() {
        if !proxies.iter().any(|proxy| proxy.holds(nearest)) {
            break;
        }
        nearest = name.parse().ok()?;
    }
    Some(nearest)
}

#[cfg(test)]
mod tests {
    use super::{Client, Network, seen_through};
    use std::net::IpAddr;

    fn ip(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    #[test]
    fn only_a_trusted_proxy_is_believed() {
        let proxies: Vec<Network> = vec!["10.0.0.0/8".parse().expect("a network"), "::1".parse().expect("an address")];
        assert_eq!(seen_through(Some(ip("203.0.113.9")), &["1.2.3.4"], &proxies), Some(ip("203.0.113.9")));
        assert_eq!(seen_through(Some(ip("10.1.1.1")), &["1.2.3.4"], &proxies), Some(ip("1.2.3.4")));
        assert_eq!(seen_through(Some(ip("10.1.1.1")), &["6.6.6.6", "1.2.3.4"], &proxies), Some(ip("1.2.3.4")));
        assert_eq!(seen_through(Some(ip("10.1.1.1")), &["1.2.3.4", "10.2.2.2"], &proxies), Some(ip("1.2.3.4")));
        assert_eq!(seen_through(Some(ip("::1")), &[], &proxies), Some(ip("::1")));
        assert_eq!(seen_through(Some(ip("10.1.1.1")), &["rubbish"], &proxies), None);
        assert_eq!(seen_through(None, &["1.2.3.4"], &proxies), None);
    }

    #[test]
    fn networks_are_read_or_refused() {
        assert!("10.0.0.0/33".parse::<Network>().is_err());
        assert!("ten".parse::<Network>().is_err());
        assert!("0.0.0.0/0".parse::<Network>().expect("all of version 4").holds(ip("8.8.8.8")));
        assert!(!"10.1.0.0/16".parse::<Network>().expect("a network").holds(ip("10.2.0.1")));
    }

    #[test]
    fn one_household_is_one_client() {
        let key = |text| Client(Some(ip(text))).key();
        assert_eq!(key("2001:db8:1:2:3:4:5:6"), key("2001:db8:1:2:ffff::1"));
        assert_eq!(key("::ffff:10.0.0.1"), key("10.0.0.1"));
    }
}
