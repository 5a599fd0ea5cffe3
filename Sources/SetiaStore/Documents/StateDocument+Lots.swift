internal import JSONText
internal import SetiaCore
internal import SetiaService

extension StateDocument {
    static func write(_ account: Account, to json: inout JSONWriter) {
        json.beginArray()
        json.element(account.wallet)
        json.element(account.debt)
        json.element(account.credited)
        json.element(account.spent)
        json.element(account.expired)
        json.beginArray()
        for lot in account.lots { json.lot(lot) }
        json.endArray()
        if !account.lapsed.isEmpty || account.slidTo != nil || !account.holds.isEmpty {
            json.beginArray()
            for lot in account.lapsed {
                json.integer(lot.number)
                json.element(lot.points)
                json.element(lot.at)
            }
            json.endArray()
        }
        if account.slidTo != nil || !account.holds.isEmpty { json.element(account.slidTo) }
        for hold in account.holds {
            json.beginArray()
            json.element(hold.key.source)
            json.element(hold.key.id)
            json.element(hold.until)
            json.parts(hold.parts)
            json.endArray()
        }
        json.endArray()
    }

    static func account(
        _ kept: Fields,
        _ looks: AccountLooks,
        _ clock: Instant
    ) throws(MalformedDocument) -> Account {
        var kept = kept
        let wallet = try kept.key()
        let debt = try kept.points()
        let credited = try kept.points()
        let spent = try kept.points()
        let expired = try kept.points()
        var fields = try kept.fields()
        var lots: [Lot] = []
        while !fields.isAtEnd { lots.append(try fields.lot()) }
        var lapsed: [LapsedLot] = []
        if !kept.isAtEnd {
            fields = try kept.fields()
            while !fields.isAtEnd {
                let number = try fields.number()
                let points = try fields.points()
                lapsed.append(LapsedLot(number: number, points: points, at: try fields.instant()))
            }
        }
        let slidTo = kept.isAtEnd ? nil : try kept.optionalInstant()
        var holds: [Hold] = []
        while !kept.isAtEnd { holds.append(try hold(kept.fields())) }
        return Account(
            wallet: wallet,
            lots: lots,
            lapsed: lapsed,
            debt: debt,
            credited: credited,
            spent: spent,
            expired: expired,
            slidTo: slidTo,
            holds: holds,
            owed: looks.owed(in: wallet, debt, clock),
            noticeAt: looks.times[wallet]?.notice,
            writeOffAt: looks.times[wallet]?.writeOff
        )
    }

    static func hold(_ kept: Fields) throws(MalformedDocument) -> Hold {
        var kept = kept
        let source = try kept.key()
        let key = HoldKey(source: source, id: try kept.key())
        let until = try kept.instant()
        return Hold(key: key, until: until, parts: try kept.parts())
    }

    static func write(_ transfer: Transfer, to json: inout JSONWriter) {
        json.beginArray()
        json.element(transfer.key.source)
        json.element(transfer.key.id)
        json.integer(transfer.number)
        json.string(transfer.to.text)
        json.element(transfer.wallet)
        json.element(transfer.at)
        json.parts(transfer.parts)
        json.parts(transfer.fee)
        json.endArray()
    }

    static func transfer(_ kept: Fields) throws(MalformedDocument) -> Transfer {
        var kept = kept
        let source = try kept.key()
        let key = TransferKey(source: source, id: try kept.key())
        let number = try kept.number()
        guard let to = MemberID(text: try kept.text()) else { throw kept.malformed }
        let wallet = try kept.key()
        let at = try kept.instant()
        let parts = try kept.parts()
        return Transfer(
            key: key,
            number: number,
            to: to,
            wallet: wallet,
            parts: parts,
            fee: try kept.parts(),
            at: at
        )
    }
}

extension JSONWriter {
    /// Writes parts of lots as an array, each a lot and how many points of it.
    mutating func parts(_ parts: [Drawn]) {
        beginArray()
        for part in parts {
            lot(part.lot)
            element(part.points)
        }
        endArray()
    }

    /// Writes a lot as five numbers, the last of which may be `null`, or an array where there is more to say:
    /// `[EXPIRES,SLIDES]` or `[EXPIRES,SLIDES,TYPE,SINCE,RULE,SOURCE,ORDER]` for one that waits, an order where there is
    /// one.
    mutating func lot(_ lot: Lot) {
        integer(lot.number)
        element(lot.opened)
        element(lot.left)
        element(lot.activeFrom)
        guard lot.slides || lot.awaits != nil else { return element(lot.expiresAt) }
        beginArray()
        element(lot.expiresAt)
        element(lot.slides)
        if case .event(let type, let order, let since, let rule) = lot.awaits {
            string(type.rawValue)
            element(since)
            element(rule)
            if let order {
                element(order.source)
                element(order.id)
            }
        }
        endArray()
    }
}

extension Fields {
    /// Takes parts of lots.
    mutating func parts() throws(MalformedDocument) -> [Drawn] {
        var fields = try fields()
        var parts: [Drawn] = []
        while !fields.isAtEnd {
            let lot = try fields.lot()
            parts.append(Drawn(lot: lot, points: try fields.points()))
        }
        return parts
    }

    /// Takes a lot.
    mutating func lot() throws(MalformedDocument) -> Lot {
        let number = try number()
        let opened = try points()
        let left = try points()
        let activeFrom = try instant()
        let end = try next()
        guard end.array != nil else {
            guard end == .null || end.int64 != nil else { throw malformed }
            return Lot(
                number: number,
                opened: opened,
                left: left,
                activeFrom: activeFrom,
                expiresAt: end.int64.map { Instant(milliseconds: $0) }
            )
        }
        var more = try Fields(end, in: "lot")
        let expiresAt = try more.optionalInstant()
        let slides = try more.flag()
        return Lot(
            number: number,
            opened: opened,
            left: left,
            activeFrom: activeFrom,
            expiresAt: expiresAt,
            slides: slides,
            awaits: more.isAtEnd ? nil : try more.awaited()
        )
    }

    private mutating func awaited() throws(MalformedDocument) -> Awaited {
        guard let type = EventType(named: try text()) else { throw malformed }
        let since = try instant()
        let rule = try optionalKey()
        var order: OrderKey?
        if !isAtEnd {
            let source = try key()
            order = OrderKey(source: source, id: try key())
        }
        return .event(type, order: order, since: since, rule: rule)
    }
}
