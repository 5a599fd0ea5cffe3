/// Which addresses a webhook may lead to: those of the public network and no others.
///
/// It is asked of the address that is connected to, after the name was resolved, so that a name that leads elsewhere the
/// second time leads nowhere. Without it whoever may add a webhook could have the server post to its own network, and read
/// how it answers.
///
/// - SeeAlso: the IANA registries of special-purpose addresses for IPv4 and IPv6 (RFC 6890).
package enum PublicAddress {
    /// What an IPv4 address is, where it is not public; none where it is.
    ///
    /// - Parameter address: 4 bytes, as they travel.
    /// - Returns: a few words that follow "it leads to", or none.
    package static func problem(v4 address: [UInt8]) -> String? {
        guard address.count == 4 else { return "no address" }
        let (a, b, c) = (address[0], address[1], address[2])
        switch (a, b, c) {
        case (0, _, _): return "an unspecified address"
        case (10, _, _), (172, 16...31, _), (192, 168, _): return "a private address"
        case (100, 64...127, _): return "an address of a carrier's own network"
        case (127, _, _): return "a loopback address"
        case (169, 254, _): return "a link-local address"
        case (192, 0, 0), (192, 31, 196), (192, 52, 193), (192, 88, 99), (192, 175, 48): return "a reserved address"
        case (192, 0, 2), (198, 51, 100), (203, 0, 113): return "an address for documentation"
        case (198, 18...19, _): return "an address for measurements"
        case (224...239, _, _): return "a multicast address"
        case (240..., _, _): return "a reserved address"
        // Clouds serve their machines' secrets there; the others do so within 169.254 and 100.64.
        case (168, 63, 129) where address[3] == 16: return "a cloud's own address"
        default: return nil
        }
    }

    /// What an IPv6 address is, where it is not public; none where it is.
    ///
    /// One that carries an IPv4 address within it is what that one is, or worse.
    ///
    /// - Parameter address: 16 bytes, as they travel.
    /// - Returns: a few words that follow "it leads to", or none.
    package static func problem(v6 address: [UInt8]) -> String? {
        guard address.count == 16 else { return "no address" }
        if address.allSatisfy({ $0 == 0 }) { return "an unspecified address" }
        if address.dropLast().allSatisfy({ $0 == 0 }), address[15] == 1 { return "a loopback address" }
        let start = UInt32(address[0]) << 24 | UInt32(address[1]) << 16 | UInt32(address[2]) << 8 | UInt32(address[3])
        if address.prefix(10).allSatisfy({ $0 == 0 }) { return "an IPv4 address in another form" }
        switch start {
        case 0x0064_FF9B: return "an IPv4 address in another form"
        case 0x2001_0000: return "a tunnel's address"
        case 0x2001_0DB8: return "an address for documentation"
        case _ where start >> 16 == 0x2002: return "a tunnel's address"
        case _ where start >> 12 == 0x3FFF_0: return "an address for documentation"
        case _ where start >> 25 == 0xFC >> 1: return "a private address"
        case _ where start >> 22 == 0xFE80 >> 6: return "a link-local address"
        case _ where start >> 22 == 0xFEC0 >> 6: return "a private address"
        case _ where start >> 24 == 0xFF: return "a multicast address"
        // 2000::/3 is all that is given out; 2001::/23 of it has special uses.
        case _ where start >> 29 != 1: return "a reserved address"
        case _ where start >> 9 == 0x2001_0000 >> 9: return "a reserved address"
        default: return nil
        }
    }
}
