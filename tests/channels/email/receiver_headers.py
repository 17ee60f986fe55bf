"""The headers that twenty receivers write on top of a mail of olive@example.org, as their users' mailboxes have them.

The verdicts have the forms of collected mails, with other names, numbers and addresses; the hops around them are likenesses.
"""

from typing import NamedTuple


class ReceiverHeaders(NamedTuple):
    """`setting`: the value of EMAIL_AUTHSERV_ID; empty: `trust_unnamed`. `head`: the headers above the sender's own.

    `FROM`: placeholder of the domain in From. `VERDICT`: placeholder of the DMARC result.
    """

    name: str
    setting: str
    head: str


GMAIL = """\
Delivered-To: bot@example.net
Received: by 2002:a05:7208:2105:b0:7d:1234:5678 with SMTP id d5csp1234567rbc;
        Thu, 20 Nov 2025 05:01:02 -0800 (PST)
X-Google-Smtp-Source: AGHT+IEabc
X-Received: by 2002:a17:906:c10b:b0:b73:7e2c:1 with SMTP id do11-20020a170906c10b00b00b737e2c1;
        Thu, 20 Nov 2025 05:01:01 -0800 (PST)
ARC-Seal: i=1; a=rsa-sha256; t=1763643661; cv=none; d=google.com; s=arc-20240605; b=abc
ARC-Authentication-Results: i=1; mx.google.com;
       dkim=pass header.i=@evil.example header.s=s1; dmarc=pass (p=REJECT) header.from=evil.example
Return-Path: <olive@FROM>
Received: from mail.FROM (mail.FROM. [192.0.2.10])
        by mx.google.com with ESMTPS id 4fb4d7f45d1cf-6453634a9easi1234567a12.5.2025.11.20.05.01.00
        for <bot@example.net>
        (version=TLS1_3 cipher=TLS_AES_256_GCM_SHA384 bits=256/256);
        Thu, 20 Nov 2025 05:01:01 -0800 (PST)
Received-SPF: pass (google.com: domain of olive@FROM designates 192.0.2.10 as permitted sender) client-ip=192.0.2.10;
Authentication-Results: mx.google.com;
       dkim=pass header.i=@FROM header.s=s1 header.b="ab/c+D=";
       spf=pass (google.com: domain of olive@FROM designates 192.0.2.10 as permitted sender) smtp.mailfrom=olive@FROM;
       dmarc=VERDICT (p=REJECT sp=REJECT dis=NONE) header.from=FROM
"""

M365_HOPS = """\
Received: from AM9PR04MB8765.eurprd04.prod.outlook.com (2603:10a6:20b:42d::10)
 by DB9PR04MB1234.eurprd04.prod.outlook.com with HTTPS; Thu, 20 Nov 2025 13:01:03 +0000
Received: from DU2PR04CA0123.eurprd04.prod.outlook.com (2603:10a6:10:231::8) by
 AM9PR04MB8765.eurprd04.prod.outlook.com (2603:10a6:20b:42d::10) with Microsoft SMTP
 Server (version=TLS1_2, cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id 15.20.9343.10; Thu, 20 Nov 2025 13:01:02 +0000
Received: from DB1PEPF000509E2.eurprd03.prod.outlook.com
 (2603:10a6:10:231:cafe::5e) by DU2PR04CA0123.outlook.office365.com
 (2603:10a6:10:231::8) with Microsoft SMTP Server; Thu, 20 Nov 2025 13:01:01 +0000
"""
M365_EDGE = """\
Received-SPF: Pass (protection.outlook.com: domain of FROM designates 192.0.2.10 as permitted sender)
 receiver=protection.outlook.com; client-ip=192.0.2.10; helo=mail.FROM; pr=C
Received: from mail.FROM (192.0.2.10) by
 DB1PEPF000509E2.mail.protection.outlook.com (10.167.242.52) with Microsoft
 SMTP Server; Thu, 20 Nov 2025 13:01:01 +0000
"""
M365 = f"""\
{M365_HOPS}Authentication-Results: spf=pass (sender IP is 192.0.2.10) smtp.mailfrom=FROM;
 dkim=pass (signature was verified) header.d=FROM;dmarc=VERDICT
 action=none header.from=FROM;compauth=pass reason=100
{M365_EDGE}"""
M365_OLD = f"""\
{M365_HOPS}Authentication-Results: spf=pass (sender IP is 192.0.2.10)
 smtp.mailfrom=FROM; recv.example; dkim=pass (signature was
 verified) header.d=FROM;recv.example; dmarc=VERDICT action=none
 header.from=FROM;
{M365_EDGE}"""
M365_OWN = f"""\
{M365_HOPS}Authentication-Results: bots.example; dkim=pass (signature was verified)
 header.d=FROM;bots.example; dmarc=VERDICT action=none header.from=FROM;
{M365_EDGE}"""
HOTMAIL = """\
Received: from BN3NAM01FT044.eop-nam01.prod.protection.outlook.com (2a01:111:e400:7e41::51) by
 BN3NAM01HT123.eop-nam01.prod.protection.outlook.com with Microsoft SMTP Server; Thu, 20 Nov 2025 13:01:01 +0000
Authentication-Results: hotmail.com; spf=pass (sender IP is 192.0.2.10; identity alignment result is pass and alignment
 mode is relaxed) smtp.mailfrom=olive@FROM; dkim=pass (identity alignment result is pass) header.d=FROM;
 x-hmca=pass header.id=olive@FROM; dmarc=VERDICT header.from=FROM
"""
YAHOO = """\
Received: from 10.196.245.131
 by atlas118.free.mail.ne1.yahoo.com with HTTPS; Thu, 20 Nov 2025 13:01:01 +0000
Return-Path: <olive@FROM>
X-Originating-Ip: [192.0.2.10]
Received-SPF: pass (domain of FROM designates 192.0.2.10 as permitted sender)
Authentication-Results: atlas118.free.mail.ne1.yahoo.com;
 dkim=pass header.i=@FROM header.s=s1;
 spf=pass smtp.mailfrom=FROM;
 dmarc=VERDICT(p=REJECT) header.from=FROM;
X-Apparently-To: bot@yahoo.com; Thu, 20 Nov 2025 13:01:02 +0000
Received: from 192.0.2.10 (EHLO mail.FROM)
 by 10.196.245.131 with SMTPs
 (version=TLS1_2 cipher=TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256);
 Thu, 20 Nov 2025 13:01:01 +0000
"""
YAHOO_NEW = """\
Received: from 10.222.143.33
 by atlas-production.v2-mail-prod1-gq1.omega.yahoo.com pod-id atlas--production-gq1-7c6d8-abc.gq1.yahoo.com with HTTP;
 Thu, 20 Nov 2025 13:01:02 +0000
Authentication-Results: atlas-production.v2-mail-prod1-gq1.omega.yahoo.com;
 dkim=pass header.i=@FROM header.s=s1;
 dkim=unknown header.i=@send.example header.s=x arc_overridden_status=NOT_OVERRIDDEN;
 spf=pass smtp.mailfrom=FROM;
 dmarc=VERDICT(p=NONE,sp=NONE) header.from=FROM arc_overridden_status=NOT_OVERRIDDEN;
Received: from 192.0.2.10 (EHLO mail.FROM)
 by 10.222.143.33 with SMTPs; Thu, 20 Nov 2025 13:01:01 +0000
"""
AOL = YAHOO.replace("free.mail.ne1.yahoo.com", "aol.mail.bf1.yahoo.com")
ICLOUD = """\
Received: from p00-icloudmta-smtpin-us-east-2d-60-percent-5 by p57-mailgateway-smtp-6f8fd6c66b-97zrm (mailgateway 2545B131)
 with SMTP id 5ad3e1b0-c0de-4e5b-a2b1-1f2e3d4c5b6a; Thu, 20 Nov 2025 13:01:03 GMT
X-Apple-MoveToFolder: INBOX
Received: from ms11p00im-qufo17281401.me.com (17.58.38.53) by pv50p00im-zteg10021301.me.com with ESMTPS id B2A;
 Thu, 20 Nov 2025 13:01:02 +0000
Authentication-Results: bimi.icloud.com; bimi=skipped reason="insufficient dmarc"
X-ARC-Info: policy=fail; arc=none
Authentication-Results: arc.icloud.com; arc=none
Authentication-Results: dmarc.icloud.com; dmarc=VERDICT header.from=FROM
X-DMARC-Policy: v=DMARC1; p=reject
Authentication-Results: dkim-verifier.icloud.com;
 dkim=pass (2048-bit key) header.d=FROM header.i=@FROM header.b=Hl2Yx3nA
Authentication-Results: spf.icloud.com; spf=pass (spf.icloud.com: domain of
 olive@FROM designates 192.0.2.10 as permitted sender) smtp.mailfrom=olive@FROM
Received-SPF: pass (spf.icloud.com: domain of olive@FROM designates 192.0.2.10 as permitted sender)
Received: from mail.FROM (mail.FROM [192.0.2.10]) by ms11p00im-qufo17281401.me.com (Postfix) with ESMTPS id 1;
 Thu, 20 Nov 2025 13:01:01 +0000 (UTC)
"""
FASTMAIL = """\
Received: from phl-compute-06.internal (phl-compute-06.phl.internal [10.202.2.46])
\t by sloti22n10 (Cyrus 3.13.0-alpha0) with LMTPA;
\t Thu, 20 Nov 2025 08:01:03 -0500
X-Cyrus-Session-Id: sloti22n10-1763643663
Received: from phl-mx-05 ([10.202.2.204])
  by phl-compute-06.internal (LMTPProxy); Thu, 20 Nov 2025 08:01:03 -0500
Received: from phl-mx-05.messagingengine.com (localhost [127.0.0.1])
\tby mailmx.phl.internal (Postfix) with ESMTP id 3D2A for <bot@example.net>; Thu, 20 Nov 2025 08:01:02 -0500 (EST)
Received: from phl-mx-05.messagingengine.com (localhost [127.0.0.1])
    by phl-mx-05.messagingengine.com (Authentication Milter) with ESMTP
    id 5A4B3C2D1E0; Thu, 20 Nov 2025 08:01:02 -0500
Authentication-Results: phl-mx-05.messagingengine.com;
    x-csa=none;
    x-me-sender=none;
    x-ptr=pass smtp.helo=mail.FROM
    policy.ptr=mail.FROM
Authentication-Results: phl-mx-05.messagingengine.com;
    bimi=skipped (DMARC Policy is not at enforcement)
Authentication-Results: phl-mx-05.messagingengine.com;
    arc=none (no signatures found)
Authentication-Results: phl-mx-05.messagingengine.com;
    dkim=pass (2048-bit rsa key sha256) header.d=FROM
    header.i=@FROM header.b=Ab12Cd34 header.a=rsa-sha256 header.s=s1 x-bits=2048;
    dmarc=VERDICT policy.published-domain-policy=reject
    policy.applied-disposition=none policy.evaluated-disposition=none
    (p=reject,d=none,d.eval=none) policy.policy-from=p
    header.from=FROM;
    iprev=pass smtp.remote-ip=192.0.2.10 (mail.FROM);
    spf=pass smtp.mailfrom=olive@FROM smtp.helo=mail.FROM
X-ME-VSCause: gggruggvucftvghtrhhoucdtuddrgeeffedrtd
Received-SPF: pass
    (FROM: 192.0.2.10 is authorized to use 'olive@FROM' in 'mfrom' identity (mechanism 'ip4:192.0.2.10' matched))
    receiver=phl-mx-05.messagingengine.com;
Received: from mail.FROM (mail.FROM [192.0.2.10])
\tby phl-mx-05.messagingengine.com (Postfix) with ESMTPS id 5; Thu, 20 Nov 2025 08:01:01 -0500 (EST)
"""
PROTON = """\
Return-Path: <olive@FROM>
X-Original-To: bot@example.net
Delivered-To: bot@example.net
Authentication-Results: mail.protonmail.ch; dmarc=VERDICT (p=reject dis=none)
 header.from=FROM
Authentication-Results: mail.protonmail.ch; spf=pass smtp.mailfrom=FROM
Authentication-Results: mail.protonmail.ch; arc=none smtp.remote-ip=192.0.2.10
Authentication-Results: mail.protonmail.ch; dkim=pass (2048-bit key)
 header.d=FROM header.i=@FROM header.b="Qk3mAbCd"
Authentication-Results: mail.protonmail.ch; dkim=fail reason="key not found in DNS" (0-bit key)
 header.d=FROM header.i=@FROM header.b="Zz9Yy8Xx"
Received: from mail.FROM (mail.FROM [192.0.2.10]) (using TLSv1.3 with cipher
 TLS_AES_256_GCM_SHA384 (256/256 bits)) by mailin034.protonmail.ch (Postfix) with ESMTPS id 4dC;
 Thu, 20 Nov 2025 13:01:01 +0000 (UTC)
"""
PROTON_DKIM_FIRST = """\
Delivered-To: bot@example.net
Authentication-Results: mail.protonmail.ch; dkim=pass (2048-bit key) header.d=FROM header.i=@FROM header.b="Qk3mAbCd"
Authentication-Results: mail.protonmail.ch; dmarc=VERDICT (p=none dis=none) header.from=FROM
Authentication-Results: mail.protonmail.ch; spf=pass smtp.mailfrom=FROM
Authentication-Results: mail.protonmail.ch; arc=none smtp.remote-ip=192.0.2.10
Received: from mail.FROM (mail.FROM [192.0.2.10]) by mailin022.protonmail.ch (Postfix) with ESMTPS id 4dD;
 Thu, 20 Nov 2025 13:01:01 +0000 (UTC)
"""
ZOHO = """\
Delivered-To: bot@example.net
Received-SPF: pass (zohomail.com: domain of FROM designates 192.0.2.10 as permitted sender) client-ip=192.0.2.10;
Authentication-Results: mx.zohomail.com;
\tdkim=pass;
\tspf=pass (zohomail.com: domain of FROM designates 192.0.2.10 as permitted sender)  smtp.mailfrom=olive@FROM;
\tdmarc=VERDICT(p=reject dis=none)  header.from=FROM
Return-Path: <olive@FROM>
Received: from mail.FROM (mail.FROM [192.0.2.10]) by mx.zohomail.com
\twith SMTPS id 1763643661000123; Thu, 20 Nov 2025 05:01:01 -0800 (PST)
"""
SES = """\
Return-Path: <olive@FROM>
Received: from mail.FROM (mail.FROM [192.0.2.10])
 by inbound-smtp.eu-west-1.amazonaws.com with SMTP id q3ab
 for bot@example.net;
 Thu, 20 Nov 2025 13:01:01 +0000 (UTC)
X-SES-Spam-Verdict: PASS
X-SES-Virus-Verdict: PASS
Received-SPF: pass (spfCheck: domain of FROM designates 192.0.2.10 as permitted sender) client-ip=192.0.2.10;
Authentication-Results: amazonses.com;
 spf=pass (spfCheck: domain of FROM designates 192.0.2.10 as permitted sender) client-ip=192.0.2.10; envelope-from=olive@FROM; helo=mail.FROM;
 dkim=pass header.i=@FROM;
 dmarc=VERDICT header.from=FROM;
X-SES-RECEIPT: AEFBQUFBQUFBQUF
"""
OPENDKIM = """\
Return-Path: <olive@FROM>
Delivered-To: bot@example.net
Received: from mx.example.net
\tby imap.example.net with LMTP
\tid aBcDeFgH (envelope-from <olive@FROM>); Thu, 20 Nov 2025 13:01:03 +0000
Received: from mail.FROM (mail.FROM [192.0.2.10])
\tby mx.example.net (Postfix) with ESMTPS id 4XYZ
\tfor <bot@example.net>; Thu, 20 Nov 2025 13:01:01 +0000 (UTC)
DMARC-Filter: OpenDMARC Filter v1.4.2 mx.example.net 4XYZ
Authentication-Results: mx.example.net; dmarc=VERDICT (p=reject dis=none) header.from=FROM
DKIM-Filter: OpenDKIM Filter v2.11.0 mx.example.net 4XYZ
Authentication-Results: mx.example.net;
\tdkim=pass (2048-bit key; unprotected) header.d=FROM header.i=@FROM header.b="Ab; cD(e";
\tdkim-atps=neutral
"""
RSPAMD = """\
Delivered-To: bot@example.net
Received: from mail.example.net by mail with LMTP id xYz; Thu, 20 Nov 2025 13:01:03 +0000
Authentication-Results: mail.example.net;
\tdkim=pass header.d=FROM header.s=s1 header.b=AbCd;
\tspf=pass (mail.example.net: domain of olive@FROM designates 192.0.2.10 as permitted sender) smtp.mailfrom=olive@FROM;
\tdmarc=VERDICT (policy=reject) header.from=FROM
Received: from mail.FROM (mail.FROM [192.0.2.10])
\tby mail.example.net (Postcow) with ESMTPS id 5A; Thu, 20 Nov 2025 13:01:01 +0000 (UTC)
"""
EXIM = """\
Return-path: <olive@FROM>
Envelope-to: bot@example.net
Authentication-Results: mail.example.net;
\tiprev=pass (mail.FROM) smtp.remote-ip=192.0.2.10;
\tspf=pass smtp.mailfrom=FROM;
\tdkim=pass header.d=FROM header.s=s1 header.a=rsa-sha256;
\tdmarc=VERDICT header.from=FROM;
\tarc=none
Received: from mail.FROM ([192.0.2.10])
\tby mail.example.net with esmtps  (TLS1.3) tls TLS_AES_256_GCM_SHA384
\t(Exim 4.98)
\t(envelope-from <olive@FROM>)
\tid 1vM4Rt-00000001abc-2Def
\tfor bot@example.net;
\tThu, 20 Nov 2025 13:01:01 +0000
"""
STALWART = """\
Received: from mail.FROM (mail.FROM [192.0.2.10]) by mx.example.net (Stalwart SMTP) with ESMTPS id 1;
\tThu, 20 Nov 2025 13:01:01 +0000
Authentication-Results: mx.example.net;
\tdkim=pass header.d=FROM header.s=s1 header.b=AbCd;
\tspf=pass (mx.example.net: domain of olive@FROM designates 192.0.2.10 as permitted sender)
\tsmtp.mailfrom=olive@FROM smtp.helo=mail.FROM;
\tiprev=pass policy.iprev=192.0.2.10;
\tdmarc=VERDICT header.from=FROM policy.dmarc=reject
Received-SPF: pass (mx.example.net: domain of olive@FROM designates 192.0.2.10 as permitted sender)
"""
QMAIL = """\
Return-Path: <olive@FROM>
Received: (qmail 12345 invoked by uid 89); 20 Nov 2025 13:01:02 -0000
Received: by simscan 1.4.0 ppid: 12340, pid: 12343, t: 0.1s
Authentication-Results: mx.example.net 1;
  spf=pass smtp.mailfrom=FROM; dkim=pass header.d=FROM; dmarc=VERDICT reason="policy; (reject)" header.from=FROM
Received: from unknown (HELO mail.FROM) (192.0.2.10)
  by mx.example.net with ESMTPS; 20 Nov 2025 13:01:01 -0000
"""
GATEWAY = """\
Delivered-To: bot@example.net
Received: from gw.example.net (gw.example.net [10.0.0.2]) by store.example.net (Postfix) with ESMTPS id 2;
 Thu, 20 Nov 2025 13:01:02 +0000 (UTC)
Authentication-Results: gw.example.net; spf=pass smtp.mailfrom=FROM; dkim=pass header.d=FROM; dmarc=VERDICT header.from=FROM
Authentication-Results: scan.example.net; arc=none; dmarc=VERDICT header.from=FROM
Received: from mail.FROM ([192.0.2.10]) by gw.example.net with ESMTPS id 1; Thu, 20 Nov 2025 13:01:01 +0000
"""

ICLOUD_NAMES = "bimi.icloud.com, arc.icloud.com, dmarc.icloud.com, dkim-verifier.icloud.com, spf.icloud.com"

RECEIVERS = (
    ReceiverHeaders("gmail", "mx.google.com", GMAIL),
    ReceiverHeaders("microsoft 365", "", M365),
    ReceiverHeaders("microsoft 365, older", "", M365_OLD),
    ReceiverHeaders("microsoft 365, begins with the recipient's domain", "", M365_OWN),
    ReceiverHeaders("outlook.com, older", "hotmail.com", HOTMAIL),
    ReceiverHeaders("yahoo", ".yahoo.com", YAHOO),
    ReceiverHeaders("yahoo, new", ".yahoo.com", YAHOO_NEW),
    ReceiverHeaders("aol", ".yahoo.com", AOL),
    ReceiverHeaders("icloud, listed", ICLOUD_NAMES, ICLOUD),
    ReceiverHeaders("icloud, by suffix", ".icloud.com", ICLOUD),
    ReceiverHeaders("fastmail", ".messagingengine.com", FASTMAIL),
    ReceiverHeaders("proton", "mail.protonmail.ch", PROTON),
    ReceiverHeaders("proton, another order", "mail.protonmail.ch", PROTON_DKIM_FIRST),
    ReceiverHeaders("zoho", "mx.zohomail.com", ZOHO),
    ReceiverHeaders("amazon ses", "amazonses.com", SES),
    ReceiverHeaders("opendkim and opendmarc", "mx.example.net", OPENDKIM),
    ReceiverHeaders("rspamd", "mail.example.net", RSPAMD),
    ReceiverHeaders("exim", "mail.example.net", EXIM),
    ReceiverHeaders("stalwart", "mx.example.net", STALWART),
    ReceiverHeaders("qmail", "mx.example.net", QMAIL),
    ReceiverHeaders("a gateway and a scanner", "gw.example.net, scan.example.net", GATEWAY),
)
