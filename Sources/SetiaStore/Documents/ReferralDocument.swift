internal import JSONText
internal import SetiaCore
internal import SetiaService

// What a decision says of a referral, within its reason.

extension ReferralStep {
    func write(to json: inout JSONWriter) {
        json.string(kind.rawValue)
        json.element(isOfFriend)
        json.element(wallet)
        json.element(points)
        json.element(at)
    }

    init(_ kept: inout Fields) throws(MalformedDocument) {
        guard let kind = Kind(rawValue: try kept.text()) else { throw kept.malformed }
        let isOfFriend = try kept.flag()
        let (wallet, points) = (try kept.optionalKey(), try kept.points())
        self.init(kind, isOfFriend: isOfFriend, wallet: wallet, points: points, at: try kept.optionalInstant())
    }
}

extension StateDocument {
    /// Writes by whom she came, and whom she brought.
    static func writeReferral(of state: MemberState, to json: inout JSONWriter) {
        if let referral = state.referral {
            json.key("referral")
            json.beginArray()
            write(referral, to: &json)
            json.endArray()
        }
        if !state.friends.isEmpty {
            json.key("friends")
            json.beginArray()
            for friend in state.friends { write(friend, to: &json) }
            json.endArray()
        }
    }

    /// Reads it.
    static func readReferral(_ document: JSON, into state: inout MemberState) throws(MalformedDocument) {
        if let referral = document["referral"] {
            var fields = try Fields(referral, in: "referral")
            state.referral = try self.referral(&fields)
        }
        if let friends = document["friends"] {
            var fields = try Fields(friends, in: "friends")
            while !fields.isAtEnd { state.friends.append(try friend(&fields)) }
        }
    }

    private static func write(_ referral: Referral, to json: inout JSONWriter) {
        json.string(referral.by.text)
        json.element(referral.at)
        json.element(referral.until)
        json.string(referral.state.rawValue)
        json.element(referral.isHeld)
        json.beginArray()
        for sign in referral.signs { json.string(sign.rawValue) }
        json.endArray()
        write(referral.promise.referrer, to: &json)
        write(referral.promise.friend, to: &json)
        json.integer(Int64(referral.promise.wait))
        json.beginArray()
        for minimum in referral.promise.minimum { json.element(minimum) }
        json.endArray()
        json.beginArray()
        if let order = referral.order {
            json.element(order.key.source)
            json.element(order.key.id)
            json.element(order.paidAt)
            json.element(order.due)
        }
        json.endArray()
        write(referral.lot, to: &json)
        json.beginArray()
        if let untold = referral.untold {
            json.integer(untold.number)
            json.element(untold.at)
        }
        json.endArray()
    }

    /// Points as wallet and number, a reward as its key alone.
    private static func write(_ gift: Present?, to json: inout JSONWriter) {
        json.beginArray()
        switch gift {
        case .points(let wallet, let points)?:
            json.element(wallet)
            json.element(points)
        case .reward(let reward)?: json.element(reward)
        case nil: break
        }
        json.endArray()
    }

    private static func write(_ lot: OrderRecord.EarnedLot?, to json: inout JSONWriter) {
        json.beginArray()
        if let lot {
            json.element(lot.wallet)
            json.integer(lot.lot)
            json.element(lot.points)
        }
        json.endArray()
    }

    private static func write(_ friend: Friend, to json: inout JSONWriter) {
        json.string(friend.member.text)
        json.integer(friend.number)
        json.string(friend.state.rawValue)
        json.element(friend.since)
        write(friend.lot, to: &json)
        json.integer(Int64(friend.paidOn?.number ?? 0))
    }

    private static func referral(_ fields: inout Fields) throws(MalformedDocument) -> Referral {
        guard let by = MemberID(text: try fields.text()) else { throw fields.malformed }
        let (at, until) = (try fields.instant(), try fields.instant())
        guard let state = Referral.State(rawValue: try fields.text()) else { throw fields.malformed }
        let isHeld = try fields.flag()
        var list = try fields.fields()
        var signs: [Referral.Sign] = []
        while !list.isAtEnd {
            guard let sign = Referral.Sign(rawValue: try list.text()) else { throw list.malformed }
            signs.append(sign)
        }
        let (referrer, friend) = (try gift(&fields), try gift(&fields))
        let wait = Int(try fields.number())
        list = try fields.fields()
        var minimum: [Money] = []
        while !list.isAtEnd { minimum.append(try list.money()) }
        list = try fields.fields()
        var order: Referral.Qualifying?
        if !list.isAtEnd {
            let source = try list.key()
            let key = OrderKey(source: source, id: try list.key())
            let paidAt = try list.instant()
            order = Referral.Qualifying(key: key, paidAt: paidAt, due: try list.instant())
        }
        let lot = try lot(&fields)
        list = try fields.fields()
        var untold: Referral.Untold?
        if !list.isAtEnd {
            let number = try list.number()
            untold = Referral.Untold(number: number, at: try list.instant())
        }
        return Referral(
            by: by,
            at: at,
            until: until,
            promise: ReferralPolicy.Promise(referrer: referrer, friend: friend, wait: wait, minimum: minimum),
            signs: signs,
            state: state,
            isHeld: isHeld,
            order: order,
            lot: lot,
            untold: untold
        )
    }

    private static func gift(_ fields: inout Fields) throws(MalformedDocument) -> Present? {
        var list = try fields.fields()
        guard !list.isAtEnd else { return nil }
        let key = try list.key()
        return list.isAtEnd ? .reward(key) : .points(wallet: key, points: try list.points())
    }

    private static func lot(_ fields: inout Fields) throws(MalformedDocument) -> OrderRecord.EarnedLot? {
        var list = try fields.fields()
        guard !list.isAtEnd else { return nil }
        let (wallet, lot) = (try list.key(), try list.number())
        return OrderRecord.EarnedLot(wallet: wallet, lot: lot, points: try list.points())
    }

    private static func friend(_ fields: inout Fields) throws(MalformedDocument) -> Friend {
        guard let member = MemberID(text: try fields.text()) else { throw fields.malformed }
        let number = try fields.number()
        guard let state = Referral.State(rawValue: try fields.text()) else { throw fields.malformed }
        let since = try fields.instant()
        let lot = try lot(&fields)
        guard let day = Int32(exactly: try fields.number()) else { throw fields.malformed }
        return Friend(
            member: member,
            number: number,
            state: state,
            since: since,
            lot: lot,
            // The first of 1970 stands for none: nothing was given then.
            paidOn: day == 0 ? nil : Day(number: day)
        )
    }
}
