internal import JSONText
internal import SetiaCore
internal import SetiaService

// What is kept of milestones: in a member's state, and within a decision's reason.

extension GiftStep {
    func write(to json: inout JSONWriter) {
        json.string(kind.rawValue)
        json.element(name)
        json.integer(occasion)
        json.element(wallet)
        json.element(points)
    }

    init(_ kept: inout Fields) throws(MalformedDocument) {
        guard let kind = Kind(rawValue: try kept.text()) else { throw kept.malformed }
        let (name, occasion, wallet) = (try kept.key(), try kept.number(), try kept.optionalKey())
        self.init(kind, name, occasion: occasion, wallet: wallet, points: try kept.points())
    }
}

extension StateDocument {
    /// Writes the milestones that she reached, and her days that come again.
    static func writeMilestones(of state: MemberState, to json: inout JSONWriter) {
        if !state.milestones.isEmpty {
            json.key("milestones")
            json.beginArray()
            for reached in state.milestones {
                json.element(reached.milestone)
                json.integer(reached.occasion)
                json.element(reached.at)
                json.integer(reached.event)
                json.element(reached.order?.source)
                json.element(reached.order?.id)
                json.string(reached.state.rawValue)
                json.beginArray()
                if let lot = reached.lot {
                    json.element(lot.wallet)
                    json.integer(lot.lot)
                    json.element(lot.points)
                }
                json.endArray()
            }
            json.endArray()
        }
        if !state.milestoneDays.isEmpty {
            json.key("milestoneDays")
            json.beginArray()
            for day in state.milestoneDays {
                json.element(day.milestone)
                json.element(day.order.source)
                json.element(day.order.id)
                json.integer(Int64(day.day.number))
                json.integer(day.years)
                json.element(day.next)
            }
            json.endArray()
        }
    }

    /// Reads them.
    static func readMilestones(_ document: JSON, into state: inout MemberState) throws(MalformedDocument) {
        if let milestones = document["milestones"] {
            var fields = try Fields(milestones, in: "milestones")
            var all: [MilestoneReached] = []
            while !fields.isAtEnd { all.append(try milestone(&fields)) }
            state.milestones = all
        }
        if let days = document["milestoneDays"] {
            var fields = try Fields(days, in: "milestoneDays")
            var all: [MilestoneDay] = []
            while !fields.isAtEnd { all.append(try milestoneDay(&fields)) }
            state.milestoneDays = all
        }
    }

    private static func milestone(_ fields: inout Fields) throws(MalformedDocument) -> MilestoneReached {
        let (milestone, occasion) = (try fields.key(), try fields.number())
        let (at, event) = (try fields.instant(), try fields.number())
        let (source, id) = (try fields.optionalKey(), try fields.optionalKey())
        guard let standing = MilestoneReached.State(rawValue: try fields.text()) else { throw fields.malformed }
        var list = try fields.fields()
        var lot: OrderRecord.EarnedLot?
        if !list.isAtEnd {
            let (wallet, number) = (try list.key(), try list.number())
            lot = OrderRecord.EarnedLot(wallet: wallet, lot: number, points: try list.points())
        }
        return MilestoneReached(
            milestone: milestone,
            occasion: occasion,
            at: at,
            event: event,
            order: source.flatMap { source in id.map { OrderKey(source: source, id: $0) } },
            state: standing,
            lot: lot
        )
    }

    private static func milestoneDay(_ fields: inout Fields) throws(MalformedDocument) -> MilestoneDay {
        let milestone = try fields.key()
        let source = try fields.key()
        let order = OrderKey(source: source, id: try fields.key())
        guard let day = Int32(exactly: try fields.number()) else { throw fields.malformed }
        let years = try fields.number()
        return MilestoneDay(
            milestone: milestone,
            order: order,
            day: Day(number: day),
            years: years,
            next: try fields.instant()
        )
    }
}
