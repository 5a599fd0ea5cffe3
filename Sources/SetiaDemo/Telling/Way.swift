internal import SetiaCore

/// By which way something comes to the brand's ears.
enum Way {
    /// A store's till, by the store's place.
    case till(Int)
    /// The app, for a store or for none.
    case app(Int?)
    /// The shop on the net.
    case shop
    /// Staff at a desk.
    case desk

    var prefix: String {
        switch self {
        case .till: "R"
        case .app, .desk: "A"
        case .shop: "W"
        }
    }

    func event(_ id: String, at moment: Instant, _ matter: Event.Matter, isAnonymous: Bool = false) -> Event {
        let (source, store, channel): (Key, StoreID?, Key) =
            switch self {
            case .till(let store): (DemoStore.all[store].till, DemoStore.all[store].id, "till")
            case .app(let store): ("app", store.map { DemoStore.all[$0].id }, "app")
            case .shop: ("shop", nil, "web")
            case .desk: ("desk", nil, "desk")
            }
        return Event(
            source: source,
            id: Key(id),
            occurredAt: moment,
            store: store,
            channel: channel,
            isAnonymous: isAnonymous,
            matter: matter
        )
    }
}
