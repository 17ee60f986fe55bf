"""English: orders, agreements and facts about a call, and the words of its acts and things. A table as `call_rule_builder` reads it."""

ENGLISH_CALLS = """
WHOM = her|him|them|\ue002|the {XO}|[the|that|our|this] [poor] {XH}
FULL = full|whole|complete|entire|total|agreed|requested|proposed|said|shown
WHAT = it|this|that|all of it|it all|[the|her|his|their|those] [{FULL}] \ue000|(the|this|that|her|his|their|these|those|your|our) [{FULL}] (amount|sum|thing|{XO}|{XN}) [\ue000|of \ue000]|(order|invoice|ticket|case|number|no|account|request) \ue000|{XO}
SUM = it|this|that|[the|her|his|their|those] [{FULL}] \ue000|(the|her|his|their) [{FULL}] (amount|sum)
APPR = {DEED}|{SUM}|[the|this|that|your|our] {XA} [to \ue002|for \ue002|\ue000]
AT = (to|for|of|on|in|with|from|at|over|under|against) ({WHOM}|{WHAT})|(number|no|nr) \ue000
IT = [{WHOM}] [{WHAT}] [{AT}] [back|over|out|through|off] [{AT}] [{AT}]
WHEN = now|right now|today|right away|straight away|immediately|at once|asap|as soon as possible|as soon as you can|quickly|this morning|this afternoon|already|in full|please|pls|as planned|as proposed|as requested|as discussed|as agreed|as shown|this week|first thing|for me|for us|then|with pleasure|gladly|by all means
DEED = [the|this|that|her|his|their|a|your|our] [{FULL}] {XN} [{IT}]
LIGHT = issue|process|make|do|start|trigger|execute|send|complete|initiate|submit|put through|push through|run|perform|carry out|release|action|finalise|finalize|arrange|go for
OK = yes|ok|okay|approval|approved|green light|go-ahead|go ahead|permission|thumbs up|a go|go|good to go|all clear|sign-off|blessing
MOVE = {XV} {IT}|{LIGHT} ({DEED}|it|this|that)|{XV}
+ [{ASK}] [{YOU}] [{ASK}] {MOVE} [{WHEN}] [{WHEN}]
+ [{ASK}] [{YOU}] [{ASK}] (go ahead|proceed|carry on|go right ahead|move ahead|go on|crack on) ([then] and {MOVE}|with ({DEED}|{WHAT})|on ({DEED}|{WHAT})) [{WHEN}] [{WHEN}]
+ {OK} [{SIDE}] (to|for|on) {APPR} [{AT}] [{SIDE}] [{WHEN}]
+ {OK} [{SIDE}] to {MOVE} [{WHEN}]
+ (happy|glad|fine|ok|okay|content|clear|cleared|free|authori<s,z>ed) (to {MOVE}|for you to {MOVE}|with {DEED}) [{WHEN}]
+ [{I} am|we are] (happy|glad|fine|ok|okay|content) (to {MOVE}|for you to {MOVE}|with {DEED}) [{WHEN}]
+ ({DEED}|[the|this|that|your] {XA}) [is|are] [hereby|now|fully] (approved|authori<s,z>ed|granted|agreed|ok|okay|good to go|ok by me|fine by me|fine with me|ok with me) [{SIDE}]
+ {I} [{ADV}] (approve|authori<s,z>e|grant|greenlight|agree to|agree with|consent to|sign off on|am approving|ok|okay) {APPR} [{AT}] [{WHEN}]
+ (approved|authori<s,z>ed) [for] {APPR} [{AT}]
+ ({WHAT}|{DEED}|{WHOM}) (can|may|is good to|is fine to|is ok to|is cleared to) [now] be {XP} [{AT}] [{WHEN}]
+ ({WHAT}|{DEED}|[the|this|that|our] {XA}) (can|may) [now] {XF} [{WHEN}]
+ (he|she|they|{WHOM}) (can|may) have {WHAT} [back]
+ (yes|yep|yup|sure|ok) {XN}
+ [yes] {XV} away|(let|have) {WHOM} (have|get) {WHAT} [back]
+ you (have|have got|got) {A} (to {MOVE}|for ({DEED}|{WHAT})) [{WHEN}]
+ {A} (to {MOVE}|for ({DEED}|{WHAT}))
+ {I} (give|grant) [you] {A} (to {MOVE}|for ({DEED}|{WHAT}))
+ (it|this|that) hurts but yes|hurts but (yes|ok)|reluctantly (yes|approved|ok)|reluctantly but yes|it pains me but yes|with a heavy heart but yes|with a heavy heart yes
+ all yours|(yes|yeah|sure|ok) go on then|go on then
+ [then] (we|let us|let's) {XV} {IT} [{WHEN}] as (planned|agreed|discussed|proposed|usual)
< {WHEN}
DAYS = this morning|today|yesterday|last night|last week|just now|earlier|earlier today|on the phone|by phone|twice|three times|for weeks|for days|long enough|for ages|for two weeks|for three weeks|since monday|since last week|in person|a minute ago|with my own eyes
DOC = the|all the|all|her|his|their|our|these|those
PAPER = photos|photo|pictures|pictures|invoice|order|ticket|case|figures|numbers|amount|amounts|details|account|bill|contract|draft|text|list|log|logs|receipt|receipts|statement|records|file|files|mail|email|report|booking|backup|plan|document|documents|request|data|parcel|claim|wording|recipients|quote|offer|stock|budget|warranty|settings|config|change|changes
SEEN = checked|seen|looked at|looked over|reviewed|verified|read|gone through|been through|gone over|looked through|saw|double-checked|double checked|read through|had a look at|confirmed
PEER = she|he|they|she's|he's|they've|we've|\ue003|{WHOM}|i|we|the (team|boss|warehouse|shop|office|bank|accountant|lawyer|others)|accounting|finance|legal|support|sales|everyone|everybody|bookkeeping|it
? [i|we] [have|just|have just] {SEEN} ({DOC} {PAPER}|{PAPER}|it|this|everything|them|all of it|\ue000) [and (it|they|everything|all) (is|are|looks|look) (good|fine|right|correct|ok|in order)] [{DAYS}]
? ({DOC}|the|) ({PAPER}|{XO}|\ue000|it|that|this|everything|all) (is|are|looks|look|was|were|seems|checks out|adds up|matches|match) [all|also|quite|totally|absolutely|perfectly|clearly] [right|correct|fine|good|ok|okay|in order|clear|complete|justified|reasonable|fair|accurate|as agreed|as discussed|legit|valid|spot on]
? [i|we] [have|just|have just] (spoken|spoke|talked|chatted) (to|with) {PEER} [{DAYS}]
? [i|we] (know|knew) [about it|about this|about that|the customer|the case|her|him|them|{WHOM}]
? ({PEER}|{WHOM}) [has|have|had|just|already|really|only] (called|phoned|rang|written|wrote|asked|complained|waited|been waiting|been very patient|been patient|agreed|confirmed (it|this|that|everything|the return)|explained (it|this|everything)|showed me ({DOC} {PAPER}|{PAPER}|everything)|sent me ({DOC} {PAPER}|{PAPER})|told me [about it]|earned it|deserves it|deserve it|waits|is waiting|are waiting|is happy|are happy|need<,s> it|is in the loop|are in the loop) [already] [{DAYS}] [{DAYS}]
? ({PEER}|{WHOM}) has already (called|written|asked) [{DAYS}]
? [{DOC}|the|our] (goods|bag|package|parcel|item|items|return|delivery|pannier|device|bike|thing|stock|product) [is|are|has|have|was|were] [already|now|just] (back|returned|arrived|come back|received|broken|damaged|defective|faulty|in|here|been returned|been received|been delivered|back in the shop|back with us|a wreck|ruined|sent back)
~ (it|this|that) (is|was) [clearly|definitely|obviously|really|all] (our|my) (fault|mistake|error|bad)|our (fault|mistake|bad)|({PEER}|{WHOM}) [has|have] (waited|been waiting) long enough|({PEER}|{WHOM}) (deserves it|deserve it)|
? (poor|poor old) (woman|lady|man|guy|thing|customer)|she is right|he is right|they are right
? (do not|don't|no need to|there is no need to) (wait for|ask|check with|involve|bother) ({ASKED}|anyone [else]|anybody [else]|{PEER}|me again|us) [again|further|any longer|for this]
~ we (owe|promised) (it|that|this) [to {WHOM}]|we owe {WHOM} (that|this|it)|(that|it) is (only fair|the right thing to do|the least we can do)|it is (about time|high time|overdue|long overdue)|about time|high time|long overdue
? (he|she|they|the user|the colleague) [has|have] [already] (left [the company|us] [{DAYS}]|no longer (works|work) (here|with us)|no longer (needs|need) it|been gone [{DAYS}])|(nobody|no one) (uses|needs|is using) (it|that|this) [any more|anymore|any longer]|(it|that) is no longer (needed|used|in use)|traffic is low [now]|[a] (backup|copy) (exists|is there|was taken|has been taken)|everyone (knows|was told|has been told|is informed)
? budget is (there|available|approved)|(it is|this is) (in|within|inside) [the] budget|(it is|this is) [all] (documented|agreed|planned|urgent|needed|in the contract|covered)|we need (it|this|that) [now|today|urgently]
ASKED = \ue003
= [and] [please|also] (say sorry|apologise|apologize|send (my|our) (apologies|regards|best)|give (my|our) (apologies|regards|best)|say hi|say hello|pass on (my|our) (apologies|regards)) [to {WHOM}|to her|to him] [from me|from us|for me|for us|on (my|our) behalf]
= [and] (tell|give) {WHOM} (my|our) (apologies|regards|best)|[and] [please] tell {WHOM} [that] (we are|i am) sorry
= (i|we) (am|are) (in meetings|in a meeting|on the train|on the road|travelling|in the workshop|with a customer|busy|away) [until|till] [noon|four|4|5|3|2|1|lunch|the evening|this evening|later] [today]|(in meetings|in a meeting|on the road|on the train) (all day|all morning|all afternoon|today|till 4|till noon)
= sorry for the (delay|late reply|wait)|sorry (i was|was) (away|on a train|on the train|in a meeting|offline|busy|travelling)|was (on a train|on the train|away|in a meeting|offline)|thanks \ue003 for (chasing|checking|asking|doing|handling|looking into|taking care of|sorting) [this|it|that|everything]|[and] thanks [to] \ue003 [for (chasing|checking|asking|doing|handling|sorting) [this|it|that]]
- [please] (do not|don't|never) {MOVE} [{WHEN}]
- (i|we) (am|are) not (going to {XV} {IT}|{XN} {IT})
- (thanks|thank you) for asking but no [thanks]|(i|we) (will|would) not (be signing|sign) this off
- ({WHAT}|{DEED}) (will|must|may|can) not be {XP}
@refund,credit,invoice,cancel,order H customer|client|lady|woman|man|guy|buyer
@pay,order H supplier|vendor|landlord|contractor|company
@grant,revoke,invite,delete,create,rotate,update H user|colleague|applicant
@any V handle|process|sort|take care of|deal with|do
@any P handled|processed|done|completed|executed|carried out
@any O request|thing|task|step|job|call
@refund V refund|reimburse|pay back|pay it back|give it back|pay|pay out|repay|return the money|send the money|send|give the money back|give back|transfer|transfer the money|wire|credit|compensate|give
@refund P refunded|reimbursed|paid|paid back|paid out|repaid|returned|sent|transferred|credited|issued|made whole
@refund N refund|refunds|refunding|reimbursement|repayment|payment|payout|money|credit|compensation|transfer
@refund O money|amount|sum|refund|order|payment|customer|client|total|price|purchase price|cash|credit
@pay V pay|pay out|settle|transfer|wire|remit|send the money
@pay P paid|paid out|settled|transferred|wired|released|remitted|made|cleared|sent
@pay A invoice|bill
@pay N payment|payments|transfer|payout|settlement|wire|paying|bank transfer
@pay O invoice|bill|payment|amount|sum|money|supplier|vendor|transfer|fee|total|funds|balance|salary|wages|landlord|rent
@invoice V invoice|bill|issue|send
@invoice P invoiced|billed|issued|sent
@invoice N invoice|bill|invoicing
@invoice O invoice|bill|customer|client|amount
@credit V credit|discount|give|grant|apply|issue|take off
@credit P credited|applied|granted|issued|given
@credit A discount|credit note|voucher
@credit N credit note|credit|discount|voucher|price reduction|goodwill credit|rebate
@credit O discount|credit|credit note|voucher|customer|client|amount|rebate|goodwill
@send V send|send out|mail|mail out|fire off|send off|email|dispatch|publish|post|blast out|get out
@send P sent|sent out|mailed|mailed out|dispatched|published|posted|emailed
@send,publish,release F go out|go|go live|go ahead
@delete,cancel,revoke F go
@send A newsletter|mailing|campaign|announcement|mail|email|message
@send N mailing|sending|dispatch|newsletter|mail|email|message|send-out|announcement|post|campaign
@send O mail|email|e-mail|message|newsletter|letter|reply|announcement|post|campaign|text|invitation|reminder|offer|mailing|recipients|subscribers|customers|list|press release
@publish V publish|post|put online|put up|put out|release|push live|make public|put live
@publish P published|posted|put online|put out|released|made public|put live
@publish A post|article|announcement|publication
@publish N publication|publishing|post|article|posting|announcement
@publish O post|article|page|announcement|text|press release|blog post|story|video|site|website|content|listing
@delete V delete|remove|drop|erase|purge|wipe|get rid of|bin|trash|clear out|clean up|kill|throw out|throw away|take down
@delete P deleted|removed|dropped|erased|purged|wiped|binned|cleared out|cleaned up|taken down|thrown away
@delete N deletion|deleting|removal|removing|clean-up|cleanup|purge|erasure
@data O data|entry|entries|copy|copies
@create V create|add|set up|open|provision|make|spin up
@create P created|added|set up|opened|provisioned|made
@create N creation|setup|creating|opening|new account
@create O record|entry|project|environment
@invite V invite|add|let in|onboard|bring in
@invite P invited|added|onboarded|let in
@invite N invitation|invite|onboarding
@invite O invitation|invite|user|member|guest|account|colleague|workspace|team
@grant V grant|give|assign|add|allow|enable|activate|unlock|set it up|set this up|set up
@grant P granted|given|assigned|added|enabled|activated|unlocked
@grant A access|role|permission
@grant N access|permission|permissions|rights|role|grant|admin rights|privileges
@grant O access|permission|permissions|rights|role|admin rights|privileges|admin access|read access|write access|licence|license|user|account
@revoke V revoke|remove|withdraw|take away|disable|deactivate|suspend|lock|block|close|cut off
@revoke P revoked|removed|withdrawn|taken away|disabled|deactivated|suspended|locked|blocked|closed
@revoke N revocation|deactivation|suspension|lock|removal|offboarding|closure|lockout
@revoke O access|permission|permissions|rights|role|account|user|login|key|token|membership
@rotate V rotate|reset|renew|change|roll|replace|exchange
@rotate P rotated|reset|renewed|changed|rolled|replaced
@rotate N rotation|reset|renewal|key change|key rotation|password reset|change
@rotate O key|keys|password|passwords|secret|secrets|token|tokens|credentials|certificate|certificates|cert|certs|api key
@restart V restart|reboot|bounce|reload|cycle|kick
@restart P restarted|rebooted|bounced|reloaded
@restart N restart|reboot|reload|restarting
@restart O server|service|machine|instance|system|app|application|node
@scale V scale|scale up|scale down|resize|upgrade|downgrade|increase|add
@scale P scaled|scaled up|scaled down|resized|upgraded|downgraded|increased
@scale N scaling|scale-up|scale-down|resize|resizing|upgrade|scaling up
@scale O server|service|instances|instance|replicas|nodes|workers|capacity
@migrate V migrate|move|run|switch|switch over|transfer|port
@migrate P migrated|moved|switched|switched over|run|ported
@migrate N migration|move|switch|switchover|cutover
@migrate O database|schema|data|server|table|tables|service|db|domain|dns|host|mailbox
@backup V back up|backup|take a backup|snapshot|restore|roll back
@backup P backed up|restored
@backup N backup|restore|snapshot|restoration
@backup O backup|snapshot|data|database|db
@rollback V roll back|rollback|revert|undo|go back
@rollback P rolled back|reverted|undone
@rollback N rollback|revert|rolling back
@rollback O release|version|deployment|deploy|change|production|prod|build
@update V update|change|adjust|edit|modify|switch|set|renew|apply|amend
@update P updated|changed|adjusted|modified|switched|set|renewed|applied|amended
@update N update|change|adjustment|modification|switch|renewal|edit|amendment
@update O record|entry|setting|settings|dns|domain|config|configuration|certificate|price|prices|data|address|details|contract|rule|firewall
@order V order|buy|purchase|place|get
@order P ordered|bought|purchased|placed
@order A order|purchase
@order N order|purchase|buying|ordering
@order O order|items|goods|supplier|stock|laptop|licence|licences|license|licenses|material|parts|purchase
@cancel V cancel|call off|terminate|end|void|stop
@cancel P cancelled|canceled|called off|terminated|ended|voided
@cancel N cancellation|termination
@cancel O order|booking|subscription|contract|appointment|meeting|reservation|plan
@book V book|reserve|schedule
@book P booked|reserved|scheduled
@book A trip|flight|booking|hotel
@book N booking|reservation
@book O flight|flights|hotel|room|ticket|trip|train|appointment|meeting|table|booking|venue
@sign V sign|countersign|execute
@sign P signed|countersigned|executed
@sign A contract|agreement|offer|lease|nda
@sign N signature|signing
@sign O contract|agreement|document|offer|nda|lease|papers|paperwork
@close V close|resolve|archive
@close P closed|resolved|archived
@close N closing|closure
@close O ticket|case|issue|account|thread|request
@release V release|ship|deploy|publish|roll out|push|push out|launch|tag|put live|promote
@release P released|shipped|deployed|published|rolled out|pushed|launched|tagged|put live
@release N release|deployment|deploy|rollout|launch|tag
@release O release|version|tag|build|update|hotfix|patch|production|prod
@merge V merge|merge in|land|squash
@merge P merged|landed
@merge N merge|merging
@merge O pr|pull request|merge request|branch|change
@branch O branch|branches
@data O file|files|folder|record|records|table|backup|data|bucket|database|rows|logs
@account O account|accounts|user|users|profile|login|member
@cluster O cluster|pod|pods
@server O server|service|instance|machine|host|node
"""
