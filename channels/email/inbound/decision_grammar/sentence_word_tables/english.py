"""English words of a decision by their classes, as `sentence_reading` reads them."""

ENGLISH_WORDS = """
y yes|yep|yup|yeah|yea|aye|sure|sure thing|of course|absolutely|definitely|certainly|affirmative|by all means|yes (of course|absolutely|please|sure|definitely|indeed)|yes from (me|my side|us|our side)|naturally|gladly
y (it|that|this) is a [clear|definite|big] yes [from (me|us|my side)]|a [clear|definite|big] yes from (me|us|my side)
w ok|okay|alright|all right|fine|perfect|great|good|cool|excellent|lovely|wonderful|brilliant|super|agreed|no problem|no worries|deal|nice|go on|good work|great work|nice work|good job|great job|well done|finally|happy to help|looks good|looks good to me|sounds good|fine by me|fine with me|works for me|good for me|i am (fine|ok|okay|good|happy|comfortable) with (it|this|that)
c [please] go ahead|[please] proceed|[please] carry on|go for it|do it|do so|carry it out|execute [it]|run it|make it happen|make it so|go on then|crack on|fire away|be my guest|knock yourself out|get it done|get on with it|full steam ahead|let it go out|send it through
c (i|we) [do|fully|gladly|happily|hereby|formally] (approve|consent|authorise|authorize|agree)|[i am] (happy|glad|pleased) to (approve|authorise|authorize)|(i|we) [hereby] confirm [my|our] approval|(i|we) [hereby] sign off [on]|approve from (my side|me)
c you (have|have got|got|got) (my|our|the|a|) [full|clear|formal] (ok|okay|approval|consent|permission|blessing|go ahead|green light|all clear|authorisation|authorization|clearance|sign off)
c (i|we) [hereby|gladly] (give|grant) [you|this|it] (my|our|the|) [full|formal] (ok|okay|approval|consent|permission|blessing|go ahead|green light|authorisation|authorization|sign off)
c green light|all clear|good to go|clear to go|cleared to go|approval (granted|given)|permission (granted|given)|consider (it|this) (approved|done)|my (approval|consent|ok|okay) is given|go from (me|my side)
d approved|authorised|authorized|signed off|okayed|(is|are|all) [hereby|now|all] (approved|authorised|authorized|signed off|cleared)
x:delete delete|remove|drop|kill|erase|purge|get rid of|bin|nuke|wipe|trash|clear out|clean up|discard|prune|dump|zap|axe|take (it|that|this) (down|out)|delete away|throw (it|that|this|) (away|out)
f:delete (can|may) [now|safely] (go|be (deleted|removed|dropped|erased|binned|purged))|is free to go
x:pay pay|settle|transfer|make the (payment|transfer)|release the payment|process the payment|pay out|pay off|wire|remit|send the (money|payment|funds)
f:pay (can|may) [now] (go out|be (paid|settled|transferred|released|processed))
x:merge merge|merge in|squash|land
f:merge (can|may) [now] (go in|be merged)
x:release release|ship|deploy|tag|publish|roll out|push|push out|launch|put live|go live|take live|cut|promote|send out|tag away|(push|ship|roll|get|send|let|put|take|bring) (it|this|that) (out|live)|(put|get|push|take|bring|roll) (it|this|that) (into|in|to) (prod|production)
f:release (can|may) [now] (go|go out|go live|ship|be (released|shipped|deployed|tagged|published|rolled out|pushed))
x:refund refund|reimburse|pay back|pay (it|them) back|give (them|) the money back|issue the refund
x:send send|send out|send off|mail|fire off|send (it|this|that|them) (out|off)
f:send (can|may) [now] (go|go out|be sent)
x:restart restart|reboot|bounce|reload
x:create create|add|set up|provision
x:order order|buy|purchase|place the order
x:cancel cancel
p please|pls|plz|kindly|you (can|may)|[please] feel free to|[please] go ahead and|you are (free|welcome|clear|cleared) to|just|happy for you to|[it is] (ok|okay|fine|clear|approved|cleared|authorised|authorized) to|let us|do|i (want|authorise|authorize|allow) you to|you have my (ok|okay|permission|approval|blessing|consent) to|by all means|yes to
o it|this|that|them|the|these|those|one|this one|that one|request|action|step|change|thing|job|task|operation|call|all of it|it all|whole|old|old one|thing
o:pay invoice|bill|payment|amount|sum|money|supplier|vendor|transfer|fee
o:branch branch|old branch
o:release release|version|tag|deployment|build|prod|production|rollout|commit|update|hotfix|patch|new version
o:merge pr|pull request|merge request|branch
o:data file|files|folder|record|records|table|backup|data|bucket|database
o:account account|user|accounts|users
o:server server|service|instance|machine|cluster
o:send mail|message|email|newsletter|letter|reply
o:refund refund|money|amount|customer
o:order order|items
j from (my|our) (side|end)|from (me|us)|for me|on my (side|part|end)|hereby|then|with (it|that|this)|to|for|and|as (planned|described|proposed|requested|suggested|discussed|agreed)|with pleasure|happily|in full|immediately|straight away|right away|as soon as possible|asap|at once|without delay|with my blessing|into|quickly|safely|me too|very much|a lot|so much|by me|away|in|live|out|up
t now|today|right now|this (morning|afternoon|evening)
g hi|hello|hey|thanks|thank you|cheers|best|regards|kind regards|best regards|good (morning|afternoon|evening)|morning|afternoon|many thanks|thanks for (asking|checking|letting me know|the heads up|the reminder|the summary|checking with me|double checking|waiting)
r i|we|have|has|been|they|are|is|am|and|my|me|us|our|you|with|of|in|at|through|over|all|the|to|for|by|on|a|as|also|very|both|numbers|figures|details|tests|test|everything|diff|code|plan|logs|log|pipeline|ci|checks|amount|invoice|branch|release|version|books|records|contract|order|totals|total|delivery|goods|work|staging|version|looks|look|just|it|that|this|there|really|perfectly|absolutely|completely|here
e right|correct|fine|good|green|in order|perfect|matches|match|checked|double checked|verified|reviewed|tested|passed|works|working|clean|stable|solid|adds up|add up|ready|complete|done|accurate|valid|legit|arrived|received the goods|merged|obsolete|stale|unused|dead|no longer (needed|used|in use)|looks (good|fine|great|right)|(nobody|no one) (needs|uses|wants|misses|is using) (it|that|this|that one|that branch|the branch) [anymore|any more|any longer]|(it|that|this|) is not (needed|used|in use) [anymore|any more|any longer]|we do not (need|use) (it|that|this) [anymore|any more|any longer]|no (objections|objection|issues|concerns|complaints)
n not|do not|don't|dont|never|cannot|can not|can't|will not|won't|let us not|must not|not going to|not willing to|no|i am not|may not|should not|shall not
k rejected|i reject|reject|refused|i refuse|refuse|declined|i decline|decline|denied|i deny|deny|veto|vetoed|abort|abort (it|this)|cancel|cancel (it|this|that|the (request|release|payment|deployment))|hands off|leave (it|that|this|the branch|that branch|this branch|everything) [alone|be|as it is|in place|where it is]|[i want to|we|i|we want to|please|must] keep (it|that|this|the (branch|file|data|record|records|server|account)|that branch|this branch|this one|that one)|withdraw|withdraw (it|this|the request)|(i|we) object|i am against (it|this|that)|turn (it|this|that) down|turned down|must stay|has to stay|needs to stay|is staying|stays|(no|not a) (payment|release|deployment|approval|go|way|chance|consent|permission|deal)|no go|no thanks|no thank you|no from (me|us)|i am out|thumbs down|disapproved|i disapprove|nope|(it|that|this) is a no [from me]|i say no|withhold (my|) (approval|consent)
a approve|agree|consent|accept|authorise|authorize|sign|approval|consent to|agree to|agree with|approving|support|release|deploy|pay|delete|merge|tag|ship|remove|allow|permit|do this|do that|happen|paying|deleting|releasing|shipping|want this|go out|ship|go live|touch (it|that|this|prod|production|the branch|anything)|remove|run|run this|execute|proceed
k i have decided against|decided against (it|this)|pull (it|this|that) [back|out]|pull the plug|take it off the (list|queue)|i will not have (it|this)|over my dead body|not in a million years|dream on|you wish|i would rather not|i would rather you did not|i would prefer not to|out of the question|(no|zero) (approval|release|deploy|rollout|launch|push|tag|deployment|merge|sign off)|nothing goes (out|live)|keep it (out|off|back)|forget (it|about it)|not happening|it stays (out|where it is|unreleased)|shelve (it|this)|skip (it|this)|blocked|i block (it|this)|i must (refuse|decline|reject|object)|i have to (refuse|decline|reject|object|say no)|(i must|i have to|i will have to|i am going to) say no|no good|not good enough|unacceptable|not acceptable|stand down|back off|(my|the) answer is no|it is a (no|hard no|firm no|clear no)|a (hard|firm|clear|big|resounding) no
k [absolutely|definitely] no (refund|refunds) [here|for (him|her|them|this|this one)]|not owed a refund|they do not get (a refund|their money back)|(she|he) does not get (a refund|her money back|his money back)
a go|going|going out|goes|goes out|goes live|want it|want it to|wanted|ready to approve|in favour|in favor|let it|let this|let that|letting|sign this|sign it|put my name|give|given|giving|granted|grant|dare|possible|acceptable|put|push|push it|pushed|released|deployed|shipped|tagged|published|merged|run it|okay|ok|fine|good|going to happen|happening|take|send|start|started|touch|leave|leaves|continue
z sorry|i am sorry|so sorry|unfortunately|i am afraid|afraid|regrettably|wrong|red|failing|broken|mistake|fail|yesterday|because|bug|bugs|error|errors|crash|crashed|fails|failed|apologies|thanks for|thank you for|thanks for (the|your) (request|mail|message|question)
! thanks for|thank you for|if|unless|once|when|whenever|until|till|while|provided|assuming|after|before|but|only|except|however|although|though|instead|rather|maybe|perhaps|probably|possibly|might|could|would|should|think|guess|suppose|supposed|hope|wish|sort of|kind of|tomorrow|tonight|later|soon|next|monday|tuesday|wednesday|thursday|friday|saturday|sunday|yet|wait|hold|pause|first|half|part|partly|partially|some|most|other|another|others|different|wrong one|previous|last|yesterday|already|was|were|had|did|been told|ask|asked|tell|told|said|says|he|she|his|her|somebody|someone|anybody|anyone|who|whom|what|why|how|where|which|whether|principle|theory|actually|again|almost|nearly|hardly|barely|far from|without|right|yeah right|sure sure|whatever|lol|haha|hah|hm|hmm|bye|never mind|unfortunately|sorry|ps|staging|test only|explain|look|talk|discuss|call me|wrong|red|failing|broken|hesitate|mind|objections|more|doubt|sure i|instead of|as if|like|pretend|joking|kidding|dare|imagine|either|or|otherwise|else|fail|everyone else|mistake|undo|revert|roll back|rollback
"""
