internal import JSONText
internal import SetiaCore
internal import SetiaService

// What is kept of segments and campaigns: in a member's state, and within a decision's reason.

extension StateDocument {
    /// Writes lists, campaigns and the newest order; mostly nothing but the last.
    static func writeAudiences(of state: MemberState, to json: inout JSONWriter) {
        if !state.lists.isEmpty {
            json.key("lists")
            json.beginArray()
            for listing in state.lists {
                json.element(listing.segment)
                json.element(listing.isIn)
                json.element(listing.since)
            }
            json.endArray()
        }
        if !state.exposures.isEmpty {
            json.key("campaigns")
            json.beginArray()
            for exposure in state.exposures {
                json.element(exposure.campaign)
                json.element(exposure.isHeldOut)
                json.element(exposure.at)
            }
            json.endArray()
        }
        if let last = state.lastOrderAt { json.number("lastOrder", last.milliseconds) }
    }

    /// Reads them.
    static func readAudiences(_ document: JSON, into state: inout MemberState) throws(MalformedDocument) {
        if let lists = document["lists"] {
            var fields = try Fields(lists, in: "lists")
            while !fields.isAtEnd {
                let (segment, isIn) = (try fields.key(), try fields.flag())
                state.lists.append(Listing(segment: segment, isIn: isIn, since: try fields.instant()))
            }
        }
        if let campaigns = document["campaigns"] {
            var fields = try Fields(campaigns, in: "campaigns")
            while !fields.isAtEnd {
                let (campaign, isHeldOut) = (try fields.key(), try fields.flag())
                state.exposures.append(
                    Exposure(campaign: campaign, isHeldOut: isHeldOut, at: try fields.instant())
                )
            }
        }
        if let last = document["lastOrder"]?.int64 { state.lastOrderAt = Instant(milliseconds: last) }
    }
}

extension AudienceStep {
    func write(to json: inout JSONWriter) {
        json.string(kind.rawValue)
        json.element(campaign)
        json.element(segment)
        json.element(rule)
    }

    init(_ kept: inout Fields) throws(MalformedDocument) {
        guard let kind = Kind(rawValue: try kept.text()) else { throw kept.malformed }
        let (campaign, segment) = (try kept.optionalKey(), try kept.optionalKey())
        self.init(kind, campaign: campaign, segment: segment, rule: try kept.optionalKey())
    }
}
