"""What of that which arrived is right, and what is not."""

import email
import email.policy
import re


def words(html):
  return re.sub(r"<[^>]*>", "", html).split()


class Verdict:
  """Judges what each client saw. A message is known by its Message-ID, which N3 makes of what it makes the UIDL of."""

  def __init__(self, entries):
    self.entries = entries  # what each has ever said, by its title
    self.failures = []
    self.identities = {}  # of messages, by their bytes
    self.titles = {}  # of messages, by their Message-ID

  def judge(self, client, polls, must_have):
    """All polls of one client, in order. Returns its figures."""
    had = set()
    settled = set()  # had before a session ended well: from then on the client has no reason to ask again
    again = partial = 0
    for number, poll in enumerate(polls):
      who = f"{client.user}, poll {number}"
      came = [self.message(who, poll, mail) for mail in poll.deliveries]
      partial += came.count(None)
      came = [identity for identity in came if identity]
      self.check(who, "arrived twice in one session", {one for one in came if came.count(one) > 1})
      self.check(who, "arrived again after a session that ended well", settled & set(came))
      again += len(had & set(came))
      had.update(came)
      if poll.ended_well and poll.listing is not None:
        settled |= had
    titles = {self.titles[identity] for identity in had}
    self.check(client.user, "never arrived", must_have - titles)
    self.check(client.user, "left in the end", polls[-1].deliveries if polls[-1].ended_well else ["a broken session"])
    self.check_listings(client, polls)
    return f"{len(titles)} entries, {again} of them again, {partial} in part"

  def check_listings(self, client, polls):
    """What is kept stays where it is, and what was deleted stays away."""
    before = []
    gone = set()
    for number, poll in enumerate(polls):
      if poll.listing is None:
        continue
      who = f"{client.user}, poll {number}"
      uidls = list(poll.listing.values())
      self.check(who, "listed again after the deletion was confirmed", gone & set(uidls))
      if client.keep:
        self.check(who, "listed no more where they were", before if uidls[:len(before)] != before else [])
        before = uidls
      if poll.ended_well:
        gone |= poll.deleted

  def message(self, who, poll, mail):
    """The Message-ID of a message, which has to be what it was for all others. None where it is not whole, as may be
    where the connection was lost."""
    if mail in self.identities:
      return self.identities[mail]
    parsed = email.message_from_bytes(mail, policy=email.policy.default)
    if not mail.endswith(f"\n--{parsed.get_boundary()}--\n".encode()):
      self.check(who, "not whole", [mail[-200:]] if poll.ended_well else [])
      return None
    title, identity = parsed["Subject"], parsed["Message-ID"]
    text = parsed.get_body(("plain",)).get_content().split()[:-1]  # the last is the link
    if not any(text == words(html) for html in self.entries.get(title, ())):
      self.check(who, "never published", [title])
    if identity in self.titles:
      self.check(who, "not the bytes that it was", [title])
    elif title in self.titles.values():
      self.check(who, "known by another identity", [title])
    self.identities[mail] = identity
    self.titles[identity] = title
    return identity

  def check(self, who, what, wrong):
    if wrong:
      self.failures.append(f"{who}: {what}: {', '.join(map(str, list(wrong)[:5]))}")
