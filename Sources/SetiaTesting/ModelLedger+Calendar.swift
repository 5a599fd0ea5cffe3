internal import SetiaCore
internal import SetiaService

extension ModelLedger {
    func members(
        bornOn day: DayHash,
        toldBefore moment: Instant,
        in lanes: LaneSet,
        after: MemberID?,
        limit: Int
    ) -> [MemberID] {
        let found = kept.birthdays.values.filter { birthday in
            birthday.hash == day && birthday.toldAt < moment && lanes.contains(birthday.member)
                && after.map { birthday.member > $0 } ?? true
        }
        return Array(found.map(\.member).sorted().prefix(limit))
    }

    func members(
        joinedFrom start: Instant,
        before end: Instant,
        in lanes: LaneSet,
        after: JoiningMark?,
        limit: Int
    ) -> [JoiningMark] {
        let found = kept.members.values.compactMap { state -> JoiningMark? in
            guard let joinedAt = state.joinedAt, joinedAt >= start, joinedAt < end, lanes.contains(state.member),
                after.map({ ($0.joinedAt, $0.member) < (joinedAt, state.member) }) ?? true
            else { return nil }
            return JoiningMark(joinedAt: joinedAt, member: state.member)
        }
        return Array(found.sorted { ($0.joinedAt, $0.member) < ($1.joinedAt, $1.member) }.prefix(limit))
    }

    func firstJoining() -> Instant? { kept.members.values.compactMap(\.joinedAt).min() }

    func calendarLanes() -> [CalendarLane] { kept.calendarLanes.values.sorted { $0.lane < $1.lane } }

    func save(_ lanes: [CalendarLane]) { for lane in lanes { kept.calendarLanes[lane.lane] = lane } }

    func setBirthdays(_ birthdays: [Birthday]) {
        for birthday in birthdays where kept.birthdays[birthday.member]?.hash != birthday.hash {
            kept.birthdays[birthday.member] = birthday.hash == nil ? nil : birthday
        }
    }
}
