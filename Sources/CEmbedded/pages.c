#include "embedded.h"

static const struct setia_file templates[] = {
    {"account", (const unsigned char[]){
#embed "../SetiaPages/Templates/account.mustache" suffix(, 0)
    }},
    {"broadcast", (const unsigned char[]){
#embed "../SetiaPages/Templates/broadcast.mustache" suffix(, 0)
    }},
    {"broadcasts", (const unsigned char[]){
#embed "../SetiaPages/Templates/broadcasts.mustache" suffix(, 0)
    }},
    {"campaign", (const unsigned char[]){
#embed "../SetiaPages/Templates/campaign.mustache" suffix(, 0)
    }},
    {"campaigns", (const unsigned char[]){
#embed "../SetiaPages/Templates/campaigns.mustache" suffix(, 0)
    }},
    {"canned", (const unsigned char[]){
#embed "../SetiaPages/Templates/canned.mustache" suffix(, 0)
    }},
    {"card", (const unsigned char[]){
#embed "../SetiaPages/Templates/card.mustache" suffix(, 0)
    }},
    {"card-find", (const unsigned char[]){
#embed "../SetiaPages/Templates/card-find.mustache" suffix(, 0)
    }},
    {"card-reward", (const unsigned char[]){
#embed "../SetiaPages/Templates/card-reward.mustache" suffix(, 0)
    }},
    {"card-review", (const unsigned char[]){
#embed "../SetiaPages/Templates/card-review.mustache" suffix(, 0)
    }},
    {"card-read", (const unsigned char[]){
#embed "../SetiaPages/Templates/card-read.mustache" suffix(, 0)
    }},
    {"card-reviews", (const unsigned char[]){
#embed "../SetiaPages/Templates/card-reviews.mustache" suffix(, 0)
    }},
    {"choices", (const unsigned char[]){
#embed "../SetiaPages/Templates/choices.mustache" suffix(, 0)
    }},
    {"code", (const unsigned char[]){
#embed "../SetiaPages/Templates/code.mustache" suffix(, 0)
    }},
    {"content", (const unsigned char[]){
#embed "../SetiaPages/Templates/content.mustache" suffix(, 0)
    }},
    {"content-piece", (const unsigned char[]){
#embed "../SetiaPages/Templates/content-piece.mustache" suffix(, 0)
    }},
    {"customers", (const unsigned char[]){
#embed "../SetiaPages/Templates/customers.mustache" suffix(, 0)
    }},
    {"fit", (const unsigned char[]){
#embed "../SetiaPages/Templates/fit.mustache" suffix(, 0)
    }},
    {"fit-plots", (const unsigned char[]){
#embed "../SetiaPages/Templates/fit-plots.mustache" suffix(, 0)
    }},
    {"figure-members", (const unsigned char[]){
#embed "../SetiaPages/Templates/figure-members.mustache" suffix(, 0)
    }},
    {"erase", (const unsigned char[]){
#embed "../SetiaPages/Templates/erase.mustache" suffix(, 0)
    }},
    {"frame", (const unsigned char[]){
#embed "../SetiaPages/Templates/frame.mustache" suffix(, 0)
    }},
    {"home", (const unsigned char[]){
#embed "../SetiaPages/Templates/home.mustache" suffix(, 0)
    }},
    {"inbox", (const unsigned char[]){
#embed "../SetiaPages/Templates/inbox.mustache" suffix(, 0)
    }},
    {"join", (const unsigned char[]){
#embed "../SetiaPages/Templates/join.mustache" suffix(, 0)
    }},
    {"journey", (const unsigned char[]){
#embed "../SetiaPages/Templates/journey.mustache" suffix(, 0)
    }},
    {"journey-add", (const unsigned char[]){
#embed "../SetiaPages/Templates/journey-add.mustache" suffix(, 0)
    }},
    {"journey-edit", (const unsigned char[]){
#embed "../SetiaPages/Templates/journey-edit.mustache" suffix(, 0)
    }},
    {"journey-part", (const unsigned char[]){
#embed "../SetiaPages/Templates/journey-part.mustache" suffix(, 0)
    }},
    {"journey-remove", (const unsigned char[]){
#embed "../SetiaPages/Templates/journey-remove.mustache" suffix(, 0)
    }},
    {"journey-simulate", (const unsigned char[]){
#embed "../SetiaPages/Templates/journey-simulate.mustache" suffix(, 0)
    }},
    {"journeys", (const unsigned char[]){
#embed "../SetiaPages/Templates/journeys.mustache" suffix(, 0)
    }},
    {"kept", (const unsigned char[]){
#embed "../SetiaPages/Templates/kept.mustache" suffix(, 0)
    }},
    {"keys", (const unsigned char[]){
#embed "../SetiaPages/Templates/keys.mustache" suffix(, 0)
    }},
    {"log", (const unsigned char[]){
#embed "../SetiaPages/Templates/log.mustache" suffix(, 0)
    }},
    {"made-good", (const unsigned char[]){
#embed "../SetiaPages/Templates/made-good.mustache" suffix(, 0)
    }},
    {"member", (const unsigned char[]){
#embed "../SetiaPages/Templates/member.mustache" suffix(, 0)
    }},
    {"members", (const unsigned char[]){
#embed "../SetiaPages/Templates/members.mustache" suffix(, 0)
    }},
    {"merge", (const unsigned char[]){
#embed "../SetiaPages/Templates/merge.mustache" suffix(, 0)
    }},
    {"message", (const unsigned char[]){
#embed "../SetiaPages/Templates/message.mustache" suffix(, 0)
    }},
    {"part-groups", (const unsigned char[]){
#embed "../SetiaPages/Templates/part-groups.mustache" suffix(, 0)
    }},
    {"milestones", (const unsigned char[]){
#embed "../SetiaPages/Templates/milestones.mustache" suffix(, 0)
    }},
    {"password", (const unsigned char[]){
#embed "../SetiaPages/Templates/password.mustache" suffix(, 0)
    }},
    {"portal-bar", (const unsigned char[]){
#embed "../SetiaPages/Templates/portal-bar.mustache" suffix(, 0)
    }},
    {"portal-codes", (const unsigned char[]){
#embed "../SetiaPages/Templates/portal-codes.mustache" suffix(, 0)
    }},
    {"portal-event", (const unsigned char[]){
#embed "../SetiaPages/Templates/portal-event.mustache" suffix(, 0)
    }},
    {"portal-history", (const unsigned char[]){
#embed "../SetiaPages/Templates/portal-history.mustache" suffix(, 0)
    }},
    {"portal-household", (const unsigned char[]){
#embed "../SetiaPages/Templates/portal-household.mustache" suffix(, 0)
    }},
    {"portal-me", (const unsigned char[]){
#embed "../SetiaPages/Templates/portal-me.mustache" suffix(, 0)
    }},
    {"portal-messages", (const unsigned char[]){
#embed "../SetiaPages/Templates/portal-messages.mustache" suffix(, 0)
    }},
    {"portal-offer", (const unsigned char[]){
#embed "../SetiaPages/Templates/portal-offer.mustache" suffix(, 0)
    }},
    {"portal-preferences", (const unsigned char[]){
#embed "../SetiaPages/Templates/portal-preferences.mustache" suffix(, 0)
    }},
    {"portal-rewards", (const unsigned char[]){
#embed "../SetiaPages/Templates/portal-rewards.mustache" suffix(, 0)
    }},
    {"portal-row", (const unsigned char[]){
#embed "../SetiaPages/Templates/portal-row.mustache" suffix(, 0)
    }},
    {"portal-share", (const unsigned char[]){
#embed "../SetiaPages/Templates/portal-share.mustache" suffix(, 0)
    }},
    {"problems", (const unsigned char[]){
#embed "../SetiaPages/Templates/problems.mustache" suffix(, 0)
    }},
    {"product-frame", (const unsigned char[]){
#embed "../SetiaPages/Templates/product-frame.mustache" suffix(, 0)
    }},
    {"product-rating", (const unsigned char[]){
#embed "../SetiaPages/Templates/product-rating.mustache" suffix(, 0)
    }},
    {"product-ratings", (const unsigned char[]){
#embed "../SetiaPages/Templates/product-ratings.mustache" suffix(, 0)
    }},
    {"product-review-rows", (const unsigned char[]){
#embed "../SetiaPages/Templates/product-review-rows.mustache" suffix(, 0)
    }},
    {"product-reviews", (const unsigned char[]){
#embed "../SetiaPages/Templates/product-reviews.mustache" suffix(, 0)
    }},
    {"programme", (const unsigned char[]){
#embed "../SetiaPages/Templates/programme.mustache" suffix(, 0)
    }},
    {"programme-edit", (const unsigned char[]){
#embed "../SetiaPages/Templates/programme-edit.mustache" suffix(, 0)
    }},
    {"programme-part", (const unsigned char[]){
#embed "../SetiaPages/Templates/programme-part.mustache" suffix(, 0)
    }},
    {"promotion", (const unsigned char[]){
#embed "../SetiaPages/Templates/promotion.mustache" suffix(, 0)
    }},
    {"promotion-code", (const unsigned char[]){
#embed "../SetiaPages/Templates/promotion-code.mustache" suffix(, 0)
    }},
    {"promotion-codes", (const unsigned char[]){
#embed "../SetiaPages/Templates/promotion-codes.mustache" suffix(, 0)
    }},
    {"card-address", (const unsigned char[]){
#embed "../SetiaPages/Templates/card-address.mustache" suffix(, 0)
    }},
    {"card-code", (const unsigned char[]){
#embed "../SetiaPages/Templates/card-code.mustache" suffix(, 0)
    }},
    {"not-me", (const unsigned char[]){
#embed "../SetiaPages/Templates/not-me.mustache" suffix(, 0)
    }},
    {"card-case", (const unsigned char[]){
#embed "../SetiaPages/Templates/card-case.mustache" suffix(, 0)
    }},
    {"card-event", (const unsigned char[]){
#embed "../SetiaPages/Templates/card-event.mustache" suffix(, 0)
    }},
    {"card-events", (const unsigned char[]){
#embed "../SetiaPages/Templates/card-events.mustache" suffix(, 0)
    }},
    {"door", (const unsigned char[]){
#embed "../SetiaPages/Templates/door.mustache" suffix(, 0)
    }},
    {"doors", (const unsigned char[]){
#embed "../SetiaPages/Templates/doors.mustache" suffix(, 0)
    }},
    {"gathering", (const unsigned char[]){
#embed "../SetiaPages/Templates/gathering.mustache" suffix(, 0)
    }},
    {"gathering-edit", (const unsigned char[]){
#embed "../SetiaPages/Templates/gathering-edit.mustache" suffix(, 0)
    }},
    {"gatherings", (const unsigned char[]){
#embed "../SetiaPages/Templates/gatherings.mustache" suffix(, 0)
    }},
    {"improvement", (const unsigned char[]){
#embed "../SetiaPages/Templates/improvement.mustache" suffix(, 0)
    }},
    {"improvement-form", (const unsigned char[]){
#embed "../SetiaPages/Templates/improvement-form.mustache" suffix(, 0)
    }},
    {"improvements", (const unsigned char[]){
#embed "../SetiaPages/Templates/improvements.mustache" suffix(, 0)
    }},
    {"said-and-done", (const unsigned char[]){
#embed "../SetiaPages/Templates/said-and-done.mustache" suffix(, 0)
    }},
    {"card-cases", (const unsigned char[]){
#embed "../SetiaPages/Templates/card-cases.mustache" suffix(, 0)
    }},
    {"case", (const unsigned char[]){
#embed "../SetiaPages/Templates/case.mustache" suffix(, 0)
    }},
    {"case-figures", (const unsigned char[]){
#embed "../SetiaPages/Templates/case-figures.mustache" suffix(, 0)
    }},
    {"cases", (const unsigned char[]){
#embed "../SetiaPages/Templates/cases.mustache" suffix(, 0)
    }},
    {"card-question", (const unsigned char[]){
#embed "../SetiaPages/Templates/card-question.mustache" suffix(, 0)
    }},
    {"card-survey", (const unsigned char[]){
#embed "../SetiaPages/Templates/card-survey.mustache" suffix(, 0)
    }},
    {"survey", (const unsigned char[]){
#embed "../SetiaPages/Templates/survey.mustache" suffix(, 0)
    }},
    {"surveys", (const unsigned char[]){
#embed "../SetiaPages/Templates/surveys.mustache" suffix(, 0)
    }},
    {"promotions", (const unsigned char[]){
#embed "../SetiaPages/Templates/promotions.mustache" suffix(, 0)
    }},
    {"redemption-rows", (const unsigned char[]){
#embed "../SetiaPages/Templates/redemption-rows.mustache" suffix(, 0)
    }},
    {"redemptions", (const unsigned char[]){
#embed "../SetiaPages/Templates/redemptions.mustache" suffix(, 0)
    }},
    {"report", (const unsigned char[]){
#embed "../SetiaPages/Templates/report.mustache" suffix(, 0)
    }},
    {"requests", (const unsigned char[]){
#embed "../SetiaPages/Templates/requests.mustache" suffix(, 0)
    }},
    {"referrals", (const unsigned char[]){
#embed "../SetiaPages/Templates/referrals.mustache" suffix(, 0)
    }},
    {"reset", (const unsigned char[]){
#embed "../SetiaPages/Templates/reset.mustache" suffix(, 0)
    }},
    {"response-figures", (const unsigned char[]){
#embed "../SetiaPages/Templates/response-figures.mustache" suffix(, 0)
    }},
    {"reviews", (const unsigned char[]){
#embed "../SetiaPages/Templates/reviews.mustache" suffix(, 0)
    }},
    {"reward", (const unsigned char[]){
#embed "../SetiaPages/Templates/reward.mustache" suffix(, 0)
    }},
    {"rewards", (const unsigned char[]){
#embed "../SetiaPages/Templates/rewards.mustache" suffix(, 0)
    }},
    {"second-factor", (const unsigned char[]){
#embed "../SetiaPages/Templates/second-factor.mustache" suffix(, 0)
    }},
    {"segment", (const unsigned char[]){
#embed "../SetiaPages/Templates/segment.mustache" suffix(, 0)
    }},
    {"segments", (const unsigned char[]){
#embed "../SetiaPages/Templates/segments.mustache" suffix(, 0)
    }},
    {"sign-in", (const unsigned char[]){
#embed "../SetiaPages/Templates/sign-in.mustache" suffix(, 0)
    }},
    {"sign-in-link", (const unsigned char[]){
#embed "../SetiaPages/Templates/sign-in-link.mustache" suffix(, 0)
    }},
    {"staff", (const unsigned char[]){
#embed "../SetiaPages/Templates/staff.mustache" suffix(, 0)
    }},
    {"staff-fields", (const unsigned char[]){
#embed "../SetiaPages/Templates/staff-fields.mustache" suffix(, 0)
    }},
    {"staff-member", (const unsigned char[]){
#embed "../SetiaPages/Templates/staff-member.mustache" suffix(, 0)
    }},
    {"store", (const unsigned char[]){
#embed "../SetiaPages/Templates/store.mustache" suffix(, 0)
    }},
    {"stores", (const unsigned char[]){
#embed "../SetiaPages/Templates/stores.mustache" suffix(, 0)
    }},
    {"thread", (const unsigned char[]){
#embed "../SetiaPages/Templates/thread.mustache" suffix(, 0)
    }},
    {"till", (const unsigned char[]){
#embed "../SetiaPages/Templates/till.mustache" suffix(, 0)
    }},
    {"unsubscribe", (const unsigned char[]){
#embed "../SetiaPages/Templates/unsubscribe.mustache" suffix(, 0)
    }},
    {"channel", (const unsigned char[]){
#embed "../SetiaPages/Templates/channel.mustache" suffix(, 0)
    }},
    {"channel-field", (const unsigned char[]){
#embed "../SetiaPages/Templates/channel-field.mustache" suffix(, 0)
    }},
    {"channels", (const unsigned char[]){
#embed "../SetiaPages/Templates/channels.mustache" suffix(, 0)
    }},
    {"voice", (const unsigned char[]){
#embed "../SetiaPages/Templates/voice.mustache" suffix(, 0)
    }},
    {"webhook", (const unsigned char[]){
#embed "../SetiaPages/Templates/webhook.mustache" suffix(, 0)
    }},
    {"webhooks", (const unsigned char[]){
#embed "../SetiaPages/Templates/webhooks.mustache" suffix(, 0)
    }},
    {"welcome", (const unsigned char[]){
#embed "../SetiaPages/Templates/welcome.mustache" suffix(, 0)
    }},
    {"what-if", (const unsigned char[]){
#embed "../SetiaPages/Templates/what-if.mustache" suffix(, 0)
    }},
    {0, 0},
};

const struct setia_file *const setia_templates = templates;

static const struct setia_file page_parts[] = {
    {"en", (const unsigned char[]){
#embed "../SetiaPages/Texts/en.txt" suffix(, 0)
    }},
    {"ms", (const unsigned char[]){
#embed "../SetiaPages/Texts/ms.txt" suffix(, 0)
    }},
    {"id", (const unsigned char[]){
#embed "../SetiaPages/Texts/id.txt" suffix(, 0)
    }},
    {"th", (const unsigned char[]){
#embed "../SetiaPages/Texts/th.txt" suffix(, 0)
    }},
    {"style", (const unsigned char[]){
#embed "../SetiaPages/Look/setia.css" suffix(, 0)
    }},
    {"paper", (const unsigned char[]){
#embed "../SetiaPages/Look/paper.css" suffix(, 0)
    }},
    {"script", (const unsigned char[]){
#embed "../SetiaPages/Look/setia.js" suffix(, 0)
    }},
    {"icon", (const unsigned char[]){
#embed "../SetiaPages/Look/icon.svg" suffix(, 0)
    }},
    {"till", (const unsigned char[]){
#embed "../SetiaPages/Till/till.js" suffix(, 0)
    }},
    {"worker", (const unsigned char[]){
#embed "../SetiaPages/Till/worker.js" suffix(, 0)
    }},
    {"chat", (const unsigned char[]){
#embed "../SetiaPages/Chat/widget.js" suffix(, 0)
    }},
    {"chat-style", (const unsigned char[]){
#embed "../SetiaPages/Chat/widget.css" suffix(, 0)
    }},
    {0, 0},
};

const struct setia_file *const setia_page_parts = page_parts;
