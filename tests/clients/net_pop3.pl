# Fetches all mail with Net::POP3, each message into a file: net_pop3.pl SECURITY MECHANISM PORT CERTIFICATE
# The environment has POP3_USER and POP3_PASSWORD.
use strict;
use warnings;
use Authen::SASL;
use IO::Socket::SSL;
use Net::POP3;

my ($security, $mechanism, $port, $certificate) = @ARGV;
my ($user, $password) = @ENV{qw(POP3_USER POP3_PASSWORD)};
my %tls = (SSL_ca_file => $certificate, SSL_verify_mode => SSL_VERIFY_PEER);

my $pop = Net::POP3->new('127.0.0.1', Port => $port, Timeout => 60, $security eq 'TLS' ? (SSL => 1, %tls) : ())
  or die "no connection: $@ $SSL_ERROR";
if ($security eq 'STLS') {
  $pop->starttls(%tls) or die "no TLS: $@ $SSL_ERROR";
}

if ($mechanism eq 'PASS') {
  defined $pop->login($user, $password) or die 'no login: ', $pop->message;
} elsif ($mechanism eq 'APOP') {
  defined $pop->apop($user, $password) or die 'no login: ', $pop->message;
} else {
  my %callback = (user => $user, authname => '', pass => $password);
  $pop->auth(Authen::SASL->new(mechanism => $mechanism, callback => \%callback)) or die 'no login: ', $pop->message;
}

my $sizes = $pop->list;
my $uids = $pop->uidl;
die 'LIST and UIDL differ' if join(' ', sort keys %$sizes) ne join(' ', sort keys %$uids);
for my $number (keys %$sizes) {
  my $lines = $pop->get($number) or die "no message $number: ", $pop->message;
  my $text = join '', map { s/\r?\n\z/\r\n/r } @$lines;    # it keeps CRLF over TLS, and not without it
  die "message $number has not the size of LIST" if length $text != $sizes->{$number};
  open my $file, '>:raw', "$number.eml" or die $!;
  print $file $text or die $!;
  close $file or die $!;
}
$pop->quit or die 'no quit: ', $pop->message;
