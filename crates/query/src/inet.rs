//! Addresses: `ip::inet << '10.0.0.0/8'`. Addresses are texts here; a cast checks them, and `<<` and `>>` ask whether
//! one is within a network. Source: PostgreSQL documentation, 9.12.

use std::net::IpAddr;
use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, AsArray, BooleanArray, StringArray};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::DataType;
use datafusion::common::{DataFusionError, Result, exec_datafusion_err};
use datafusion::logical_expr::{
    ColumnarValue, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};

/// Both functions.
pub(crate) fn functions() -> [ScalarUDF; 2] {
    [("as_inet", Call::Check, 1), ("inet_within", Call::Within, 2)].map(|(name, call, arguments)| {
        ScalarUDF::from(Inet {
            name,
            call,
            signature: Signature::any(arguments, Volatility::Immutable),
        })
    })
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Call {
    Check,
    Within,
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct Inet {
    name: &'static str,
    call: Call,
    signature: Signature,
}

impl ScalarUDFImpl for Inet {
    fn name(&self) -> &str {
        self.name
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(match self.call {
            Call::Check => DataType::Utf8,
            Call::Within => DataType::Boolean,
        })
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let texts = args
            .args
            .iter()
            .map(|arg| cast(&arg.to_array(args.number_rows)?, &DataType::Utf8).map_err(DataFusionError::from))
            .collect::<Result<Vec<_>>>()?;
        let column = |at: usize| {
            texts
                .get(at)
                .map(|texts: &ArrayRef| texts.as_string::<i32>().iter())
        };
        let made: ArrayRef = match (self.call, column(0), column(1)) {
            (Call::Check, Some(texts), _) => {
                let checked = texts.map(|text| text.map(|text| network(text).map(|_| text)).transpose());
                Arc::new(checked.collect::<Result<StringArray>>()?)
            }
            (Call::Within, Some(inner), Some(outer)) => {
                let asked = inner.zip(outer).map(|pair| match pair {
                    (Some(inner), Some(outer)) => Ok(Some(network(outer)?.holds(&network(inner)?))),
                    _ => Ok(None),
                });
                Arc::new(asked.collect::<Result<BooleanArray>>()?)
            }
            _ => return Err(exec_datafusion_err!("{} needs an address", self.name)),
        };
        Ok(ColumnarValue::Array(made))
    }
}

/// The address and the bits of its network.
///
/// # Errors
/// What is no address.
pub(crate) fn parts(text: &str) -> Result<(IpAddr, u8)> {
    network(text).map(|network| (network.address, network.bits))
}

/// A network; an address is one of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Network {
    address: IpAddr,
    bits: u8,
}

impl Network {
    /// Whether all of `inner` is within, and it is smaller.
    fn holds(&self, inner: &Self) -> bool {
        let (Some(ours), Some(theirs)) = (self.prefix(self.bits), inner.prefix(self.bits)) else {
            return false;
        };
        self.address.is_ipv4() == inner.address.is_ipv4() && inner.bits > self.bits && ours == theirs
    }

    /// The first bits of the address.
    fn prefix(&self, bits: u8) -> Option<u128> {
        let (number, all) = match self.address {
            IpAddr::V4(address) => (u128::from(u32::from(address)), 32),
            IpAddr::V6(address) => (u128::from(address), 128),
        };
        let dropped = u32::from(u8::checked_sub(all, bits)?);
        Some(number.checked_shr(dropped).unwrap_or(0))
    }
}

fn network(text: &str) -> Result<Network> {
    let wrong =
        || exec_datafusion_err!("`{text}` is not an address: write for example 10.1.2.3 or 10.0.0.0/8");
    let (address, bits) = match text.trim().split_once('/') {
        Some((address, bits)) => (address, Some(bits)),
        None => (text.trim(), None),
    };
    let address: IpAddr = address.parse().map_err(|_| wrong())?;
    let all = if address.is_ipv4() { 32 } else { 128 };
    let bits = match bits {
        Some(bits) => bits.parse().ok().filter(|bits| *bits <= all).ok_or_else(wrong)?,
        None => all,
    };
    Ok(Network { address, bits })
}

#[cfg(test)]
mod tests {
    use super::network;

    fn is_within(inner: &str, outer: &str) -> bool {
        network(outer).unwrap().holds(&network(inner).unwrap())
    }

    #[test]
    fn an_address_is_within_its_networks_and_in_no_other() {
        assert!(is_within("10.1.2.3", "10.0.0.0/8"));
        assert!(is_within("10.1.0.0/16", "10.0.0.0/8"));
        assert!(is_within("1.2.3.4", "0.0.0.0/0"));
        assert!(is_within("2001:db8::1", "2001:db8::/32"));
        assert!(is_within("::1", "::/0"));
        assert!(!is_within("11.1.2.3", "10.0.0.0/8"));
        assert!(!is_within("10.0.0.0/8", "10.0.0.0/8"));
        assert!(!is_within("10.0.0.0/7", "10.0.0.0/8"));
        assert!(!is_within("::1", "0.0.0.0/0"));
    }

    #[test]
    fn what_is_no_address_is_told() {
        for wrong in ["", "10.0.0", "10.0.0.0/33", "10.0.0.0/x", "::/129", "host"] {
            assert!(network(wrong).is_err(), "{wrong}");
        }
    }
}
