/// A file that came with a message, as the network names it; what is in it is fetched a moment later (rule O-20).
package struct ChannelFile: Sendable, Hashable {
    /// Where it lies.
    package let place: Place
    /// What the network says that it is, in a word, such as `image`; what has no name is called so.
    package let kind: String
    /// Its name, where the network says one; anything.
    package let name: String?
    /// Its media type as the network says it; not looked at.
    package let type: String?
    /// How many bytes it has, where the network says so.
    package let size: Int?

    /// Where a file lies.
    package enum Place: Sendable, Hashable {
        /// By what the network calls it: its channel asks for it there.
        case id(String)
        /// At an address, which needs nothing else.
        case address(String)
    }

    /// A file.
    package init(_ place: Place, kind: String, name: String? = nil, type: String? = nil, size: Int? = nil) {
        self.place = place
        self.kind = kind
        self.name = name
        self.type = type
        self.size = size
    }
}

/// A request for a file, or for where it lies.
package struct ChannelFetch: Sendable, Hashable {
    /// Where.
    package let url: String
    /// Its headers.
    package let headers: [Channel.Setting]

    /// A request.
    package init(url: String, headers: [(String, String)] = []) {
        self.url = url
        self.headers = headers.map { Channel.Setting(name: $0.0, value: $0.1) }
    }
}

/// What is done next to have a file.
package enum ChannelFileStep: Sendable, Hashable {
    /// Its answer says where the file lies.
    case ask(ChannelFetch)
    /// Its answer is the file.
    case fetch(ChannelFetch)
}

/// What came back for a file.
package enum ChannelFetched: Sendable, Hashable {
    /// Somebody answered: with what, whether that is all of it, and where it leads where it leads elsewhere.
    case answered(status: Int, body: [UInt8], isWhole: Bool, leadsTo: String?)
    /// The address leads to where nothing is fetched.
    case forbidden
    /// Nobody was reached, or not all of it came.
    case failed(reason: String)
}

extension ChannelAdapter {
    /// What lies at an address needs nothing else; who names files otherwise says how they are asked for.
    package func step(to file: ChannelFile, told: [UInt8]?, _ channel: OpenChannel) -> ChannelFileStep? {
        guard case .address(let url) = file.place else { return nil }
        return .fetch(ChannelFetch(url: url))
    }
}
