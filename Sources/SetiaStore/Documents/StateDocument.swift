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
///  "household":["MEMBER",SINCE,["MEMBER",…],["MEMBER",…]],"setApart":[as transfers],
///  "transfers":[["app","t-1",NUMBER,"MEMBER","points",AT,[NUMBER,OPENED,LEFT,ACTIVE,EXPIRES,POINTS,…],[…]],…],
///  "merged":["m-1","MEMBER",AT,"active"],"mergedIn":["m-0","MEMBER",AT,"active",…],"shares":[NUMBER,AT,…],
///  "caps":["rule","coffee","day",START,TIMES,POINTS,…],
///  "consents":["marketing","email",GIVEN,"w-3","form",SINCE],
///  "redemptions":[["r-1","mug","physical-good","counted",QUANTITY,"points",EACH,MINOR,"MYR",AT,"90 days","captured",
///              UNTIL,CAPTURED,BACK,SINCE,"pending",VALIDUNTIL,[NUMBER,OPENED,LEFT,ACTIVE,EXPIRES,POINTS,…]],…],
///  "referral":["MEMBER",AT,UNTIL,"waiting",HELD,["address"],["points",500],["points",300],WAIT,[MINOR,"MYR",…],
///              ["till","o-1",PAID,DUE],["points",LOT,POINTS],[NUMBER,AT]],
///  "friends":["MEMBER",NUMBER,"paid",SINCE,["points",LOT,POINTS],DAY,…],
///  "lists":["press",ISIN,SINCE,…],"campaigns":["raya",HELDOUT,AT,…],"lastOrder":AT,
///  "milestones":["tenth",OCCASION,AT,EVENT,"till","o-1","given",["points",LOT,POINTS],…],
///  "milestoneDays":["big-year","till","o-1",DAY,YEARS,NEXT,…]}
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
        writeHousehold(of: state, to: &json)
        if !state.shares.isEmpty {
            json.key("setApart")
            json.beginArray()
            for share in state.shares { write(share, to: &json) }
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
        writeMilestones(of: state, to: &json)
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
        try readHousehold(document, into: &state)
        if let shares = document["setApart"] {
            var fields = try Fields(shares, in: "setApart")
            while !fields.isAtEnd { state.shares.append(try transfer(try fields.fields())) }
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
        try readMilestones(document, into: &state)
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
