internal import JSONText
internal import SetiaCore
internal import SetiaService

/// Where a member stands, as far as it is not in columns of her row: facts, orders, accounts, standings, what counts for
/// them, consents.
///
/// It is read and written with each event, so it is compact: arrays whose order is fixed, and what says nothing left
/// out.
///
/// ```json
/// {"v":1,"facts":["MY",null,null],"orders":2,
///  "accounts":[["points",DEBT,CREDITED,SPENT,EXPIRED,[NUMBER,OPENED,LEFT,ACTIVE,EXPIRES,…],[NUMBER,POINTS,AT,…],SLIDTO,
///              ["till","h-1",UNTIL,[NUMBER,OPENED,LEFT,ACTIVE,EXPIRES,POINTS,…]],…]],
///  "owed":["points",SINCE,POINTS,…],"lookAt":["points",NOTICE,WRITEOFF,…],
///  "standings":[["status","gold",SINCE,UNTIL,GRANTED],["other","a",SINCE,UNTIL,GRANTED,"before",SINCE,UNTIL],
///    ["third","b",SINCE,UNTIL,GRANTED,BEFORE,SINCE,UNTIL,GRACE,FLOOR,UNTIL]],
///  "tallies":[["status","net spend",[START,AMOUNT,…]]],
///  "waiting":["status","earned points",DAY,AT,LOT,AMOUNT,…],
///  "looks":["status",AT,…],
///  "ended":["till","h-0","captured",AT,…],
///  "transfers":[["app","t-1",NUMBER,"MEMBER","points",AT,[NUMBER,OPENED,LEFT,ACTIVE,EXPIRES,POINTS,…],[…]],…],
///  "merged":["m-1","MEMBER",AT,"active"],"mergedIn":["m-0","MEMBER",AT,"active",…],"shares":[NUMBER,AT,…],
///  "caps":["rule","coffee","day",START,TIMES,POINTS,…],
///  "consents":["marketing","email",GIVEN,"w-3","form",SINCE],
///  "redemptions":[["r-1","mug","physical-good","counted",QUANTITY,"points",EACH,MINOR,"MYR",AT,"90 days","captured",
///              UNTIL,CAPTURED,BACK,SINCE,"pending",VALIDUNTIL,[NUMBER,OPENED,LEFT,ACTIVE,EXPIRES,POINTS,…]],…],
///  "referral":["MEMBER",AT,UNTIL,"waiting",HELD,["address"],["points",500],["points",300],WAIT,[MINOR,"MYR",…],
///              ["till","o-1",PAID,DUE],["points",LOT,POINTS],[NUMBER,AT]],
///  "friends":["MEMBER",NUMBER,"paid",SINCE,["points",LOT,POINTS],DAY,…],
///  "lists":["press",ISIN,SINCE,…],"campaigns":["raya",HELDOUT,AT,…],"lastOrder":AT}
/// ```
///
/// Older ones say what was spent as `"spend":["status",2026,123400]`, by years.
enum StateDocument {
    /// The document of `state`.
    static func text(of state: MemberState) -> String {
        var json = JSONWriter(reserving: 512)
        json.beginObject()
        json.number("v", 1)
        if state.facts != MemberFacts() { write(state.facts, to: &json) }
        if state.orders != 0 { json.number("orders", state.orders) }
        if !state.accounts.isEmpty {
            json.key("accounts")
            json.beginArray()
            for account in state.accounts { write(account, to: &json) }
            json.endArray()
        }
        writeLooks(of: state.accounts, to: &json)
        if !state.standings.isEmpty {
            json.key("standings")
            json.beginArray()
            for standing in state.standings { write(standing, to: &json) }
            json.endArray()
        }
        writeTiers(of: state, to: &json)
        if !state.endedHolds.isEmpty {
            json.key("ended")
            json.beginArray()
            for hold in state.endedHolds {
                json.element(hold.key.source)
                json.element(hold.key.id)
                json.string(hold.end.rawValue)
                json.element(hold.at)
            }
            json.endArray()
        }
        if !state.transfers.isEmpty {
            json.key("transfers")
            json.beginArray()
            for transfer in state.transfers { write(transfer, to: &json) }
            json.endArray()
        }
        writeMerges(of: state, to: &json)
        if !state.capUses.isEmpty {
            json.key("caps")
            json.beginArray()
            for use in state.capUses { write(use, to: &json) }
            json.endArray()
        }
        if !state.achievements.isEmpty {
            json.key("achievements")
            json.beginArray()
            for progress in state.achievements { write(progress, to: &json) }
            json.endArray()
        }
        if !state.consents.isEmpty {
            json.key("consents")
            json.beginArray()
            for held in state.consents { write(held, to: &json) }
            json.endArray()
        }
        writeRedemptions(of: state, to: &json)
        writeReferral(of: state, to: &json)
        writeAudiences(of: state, to: &json)
        json.endObject()
        return json.text
    }

    /// Writes what the document `text` holds into `state`.
    static func read(_ text: String, into state: inout MemberState) throws(MalformedDocument) {
        let document = try JSON.document(text, name: "state")
        if let facts = document["facts"] { state.facts = try memberFacts(facts) }
        if let orders = document["orders"]?.int64 { state.orders = orders }
        if let accounts = document["accounts"] {
            var fields = try Fields(accounts, in: "accounts")
            let looks = try AccountLooks(document)
            while !fields.isAtEnd { state.accounts.append(try account(try fields.fields(), looks, state.clock)) }
        }
        if let standings = document["standings"] {
            var fields = try Fields(standings, in: "standings")
            while !fields.isAtEnd { state.standings.append(try standing(try fields.fields())) }
        }
        try readTiers(document, into: &state)
        try readReferral(document, into: &state)
        if let ended = document["ended"] {
            var fields = try Fields(ended, in: "ended")
            while !fields.isAtEnd {
                let source = try fields.key()
                let key = HoldKey(source: source, id: try fields.key())
                guard let end = EndedHold.End(rawValue: try fields.text()) else { throw fields.malformed }
                state.endedHolds.append(EndedHold(key: key, end: end, at: try fields.instant()))
            }
        }
        if let transfers = document["transfers"] {
            var fields = try Fields(transfers, in: "transfers")
            while !fields.isAtEnd { state.transfers.append(try transfer(try fields.fields())) }
        }
        try readMerges(document, into: &state)
        if let caps = document["caps"] {
            var fields = try Fields(caps, in: "caps")
            while !fields.isAtEnd { state.capUses.append(try capUse(&fields)) }
        }
        if let achievements = document["achievements"] {
            var fields = try Fields(achievements, in: "achievements")
            while !fields.isAtEnd { state.achievements.append(try progress(try fields.fields())) }
        }
        if let consents = document["consents"] {
            var fields = try Fields(consents, in: "consents")
            while !fields.isAtEnd { state.consents.append(try consent(&fields)) }
        }
        try readRedemptions(document, into: &state)
        try readAudiences(document, into: &state)
    }

    private static func write(_ use: CapUse, to json: inout JSONWriter) {
        switch use.owner {
        case .rule(let rule):
            json.string("rule")
            json.element(rule)
        case .wallet(let wallet):
            json.string("wallet")
            json.element(wallet)
        case .transfers(let wallet):
            json.string("transfers")
            json.element(wallet)
        case .campaign(let campaign):
            json.string("campaign")
            json.element(campaign)
        case .reward(let reward):
            json.string("reward")
            json.element(reward)
        case .promotion(let promotion):
            json.string("promotion")
            json.element(promotion)
        }
        json.string(use.span.rawValue)
        json.integer(Int64(use.start.number))
        json.integer(use.times)
        json.element(use.points)
    }

    private static func capUse(_ fields: inout Fields) throws(MalformedDocument) -> CapUse {
        let (kind, key) = (try fields.text(), try fields.key())
        let owner: CapUse.Owner
        switch kind {
        case "rule": owner = .rule(key)
        case "wallet": owner = .wallet(key)
        case "campaign": owner = .campaign(key)
        case "transfers": owner = .transfers(key)
        case "reward": owner = .reward(key)
        case "promotion": owner = .promotion(key)
        default: throw MalformedDocument(field: "caps")
        }
        guard let span = Cap.Span(rawValue: try fields.text()),
            let start = Int32(exactly: try fields.number())
        else { throw MalformedDocument(field: "caps") }
        let times = try fields.number()
        return CapUse(
            owner: owner,
            span: span,
            start: Day(number: start),
            times: times,
            points: try fields.points()
        )
    }

    private static func write(_ progress: AchievementProgress, to json: inout JSONWriter) {
        json.beginArray()
        json.element(progress.key)
        json.integer(Int64(progress.start.number))
        json.integer(progress.count)
        json.integer(progress.reachedNow)
        json.integer(progress.reached)
        if let newest = progress.newest { json.integer(Int64(newest.number)) }
        json.endArray()
    }

    private static func progress(_ kept: Fields) throws(MalformedDocument) -> AchievementProgress {
        var kept = kept
        func day(_ number: Int64) throws(MalformedDocument) -> Day {
            guard let number = Int32(exactly: number) else { throw MalformedDocument(field: "achievements") }
            return Day(number: number)
        }
        let key = try kept.key()
        let start = try day(try kept.number())
        let (count, reachedNow, reached) = (try kept.number(), try kept.number(), try kept.number())
        return AchievementProgress(
            key: key,
            start: start,
            count: count,
            reachedNow: reachedNow,
            reached: reached,
            newest: kept.isAtEnd ? nil : try day(try kept.number())
        )
    }

    private static func write(_ facts: MemberFacts, to json: inout JSONWriter) {
        json.key("facts")
        json.beginArray()
        json.element(facts.country)
        json.element(facts.language)
        json.element(facts.ageBand)
        json.endArray()
    }

    private static func memberFacts(_ facts: JSON) throws(MalformedDocument) -> MemberFacts {
        var fields = try Fields(facts, in: "facts")
        let country = try fields.optionalKey()
        let language = try fields.optionalKey()
        return MemberFacts(country: country, language: language, ageBand: try fields.optionalKey())
    }

    private static func write(_ account: Account, to json: inout JSONWriter) {
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

    private static func account(
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

    private static func hold(_ kept: Fields) throws(MalformedDocument) -> Hold {
        var kept = kept
        let source = try kept.key()
        let key = HoldKey(source: source, id: try kept.key())
        let until = try kept.instant()
        return Hold(key: key, until: until, parts: try kept.parts())
    }

    private static func write(_ transfer: Transfer, to json: inout JSONWriter) {
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

    private static func transfer(_ kept: Fields) throws(MalformedDocument) -> Transfer {
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

    private static func write(_ standing: Standing, to json: inout JSONWriter) {
        json.beginArray()
        json.element(standing.tierSet)
        json.element(standing.level)
        json.element(standing.since)
        json.element(standing.until)
        json.element(standing.isGranted)
        let hasMore = standing.graceSince != nil || standing.hasOtherFloor
        if let before = standing.before {
            json.element(before.level)
            json.element(before.since)
            json.element(before.until)
        } else if hasMore {
            for _ in 0..<3 { json.null() }
        }
        if hasMore {
            json.element(standing.graceSince)
            json.element(standing.floor?.level)
            json.element(standing.floor?.until)
        }
        json.endArray()
    }

    private static func standing(_ kept: Fields) throws(MalformedDocument) -> Standing {
        var kept = kept
        let tierSet = try kept.key()
        let level = try kept.key()
        let since = try kept.instant()
        let until = try kept.optionalInstant()
        let isGranted = try kept.flag()
        var before: Standing.Earlier?
        if !kept.isAtEnd {
            let level = try kept.optionalKey()
            let since = try kept.optionalInstant()
            let until = try kept.optionalInstant()
            if let level, let since { before = Standing.Earlier(level: level, since: since, until: until) }
        }
        var standing = Standing(
            tierSet: tierSet,
            level: level,
            since: since,
            until: until,
            isGranted: isGranted,
            before: before
        )
        if !kept.isAtEnd {
            standing.graceSince = try kept.optionalInstant()
            let level = try kept.optionalKey()
            let until = try kept.optionalInstant()
            standing.floor = level.map { Standing.Floor(level: $0, until: until) }
        }
        return standing
    }

    private static func write(_ held: ConsentHeld, to json: inout JSONWriter) {
        json.element(held.consent.purpose)
        json.element(held.consent.channel)
        json.element(held.consent.isGiven)
        json.element(held.consent.wording)
        json.element(held.consent.evidence)
        json.element(held.since)
    }

    private static func consent(_ kept: inout Fields) throws(MalformedDocument) -> ConsentHeld {
        let purpose = try kept.key()
        let channel = try kept.key()
        let isGiven = try kept.flag()
        let wording = try kept.optionalKey()
        let consent = Consent(
            purpose: purpose,
            channel: channel,
            isGiven: isGiven,
            wording: wording,
            evidence: try kept.optionalKey()
        )
        return ConsentHeld(consent: consent, since: try kept.instant())
    }
}

extension Standing {
    /// Whether what was given by hand is not the level that she has, or has another end.
    fileprivate var hasOtherFloor: Bool { floor.map { $0.level != level || $0.until != until } ?? false }
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
