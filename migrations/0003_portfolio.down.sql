drop table mail_out, invitation, member, portfolio;
